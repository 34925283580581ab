namespace HtcFlow.Runner.Kernel;

/// <summary>What a descriptor is.</summary>
internal enum FileKind
{
    /// <summary>A device, a socket, or nothing at all.</summary>
    Other = 0,

    /// <summary>A regular file.</summary>
    Regular = 1,

    /// <summary>A pipe.</summary>
    Pipe = 2,
}
