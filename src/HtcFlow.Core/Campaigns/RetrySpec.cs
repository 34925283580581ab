using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Campaigns;

/// <summary>Which ends of an attempt lead to another attempt.</summary>
public sealed record RetrySpec
{
    /// <summary>Most attempts that may count against a task; the packed ledger keeps the count in 4 bits.</summary>
    public const int MaxAttempts = 15;

    /// <summary>Most attempts of any kind; the packed ledger keeps the number in 8 bits.</summary>
    public const int MaxTotalAttempts = 255;

    /// <summary>Attempts that may end in Failed or Slow before the task has failed, 1 .. <see cref="MaxAttempts"/>.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Further attempts granted for ends that are not the task's fault (Preempted, Lost), 0 .. 200.</summary>
    public int Interruptions { get; init; } = 40;

    /// <summary>Outcomes that are tried again; the others are final at once.</summary>
    public IReadOnlyList<Outcome> On { get; init; } = [Outcome.Failed, Outcome.Slow, Outcome.Preempted, Outcome.Lost];

    /// <summary>Exit codes for which Failed is tried again; empty means every code.</summary>
    public IReadOnlyList<int> ExitCodes { get; init; } = [];

    /// <summary>Wait before the second attempt of a failed task; doubles with each further one, up to five minutes.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);
}
