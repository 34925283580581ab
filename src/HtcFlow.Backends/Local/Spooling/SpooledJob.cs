using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Local.Spooling;

/// <summary>One submission as it stands in <c>job.json</c>.</summary>
internal sealed record SpooledJob
{
    /// <summary>Format version, 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Place in the order of submissions, ascending from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>Random mark that every process of the job carries in its environment.</summary>
    public required string Mark { get; init; }

    /// <summary>What was asked for.</summary>
    public required ArrayAsk Ask { get; init; }

    /// <summary>The job as callers know it.</summary>
    internal JobHandle Handle => new(Ask.Name, Mark);

    /// <summary>Name.</summary>
    internal JobName Name => Ask.Name;
}
