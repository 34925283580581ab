namespace HtcFlow.Benchmarks.AwsBatch;

/// <summary>What a run against the emulator has cost and come to.</summary>
internal sealed record AwsFigures
{
    /// <summary>Tasks.</summary>
    public required long Tasks { get; init; }

    /// <summary>Tasks that the engine counts as done.</summary>
    public long Succeeded { get; init; }

    /// <summary>Arrays submitted.</summary>
    public int Arrays { get; init; }

    /// <summary>Requests to Batch, by operation.</summary>
    public required IReadOnlyDictionary<string, long> Calls { get; init; }

    /// <summary>Of these, refused for being too many.</summary>
    public required long Throttled { get; init; }

    /// <summary>Virtual time of the run.</summary>
    public required double Hours { get; init; }

    /// <summary>Virtual seconds in which there was work to submit.</summary>
    public double SubmitSeconds { get; init; }

    /// <summary>Calls that the service took in them.</summary>
    public long SubmitCalls { get; init; }

    /// <summary>Elements that ended without a key.</summary>
    public long Keyless { get; init; }

    /// <summary>Of these, how long it took until each was a fact, in virtual seconds.</summary>
    public IReadOnlyList<double> NoticeSeconds { get; init; } = [];

    /// <summary>Processor time of the engine's process, without what stands in for the store there.</summary>
    public double CpuSeconds { get; init; }

    /// <summary>Largest resident set of the engine's process.</summary>
    public long PeakResidentBytes { get; init; }

    /// <summary>Requests of all operations.</summary>
    public long AllCalls => Calls.Values.Sum();
}
