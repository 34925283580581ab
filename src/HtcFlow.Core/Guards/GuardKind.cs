namespace HtcFlow.Core.Guards;

/// <summary>What a guard looks at.</summary>
public enum GuardKind
{
    /// <summary>Not set.</summary>
    None = 0,

    /// <summary>Time since the start.</summary>
    Walltime = 1,

    /// <summary>Time since an output or checkpoint last appeared or grew.</summary>
    Silence = 2,

    /// <summary>Progress beside that of siblings.</summary>
    Pace = 3,

    /// <summary>Memory bandwidth of the host.</summary>
    Bandwidth = 4,

    /// <summary>Memory in use beside the limit.</summary>
    Memory = 5,

    /// <summary>Room for files.</summary>
    Scratch = 6,
}
