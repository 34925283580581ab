namespace HtcFlow.Aws.Batch.Running;

/// <summary>What a container asks its host for.</summary>
public enum ResourceKind
{
    /// <summary>Not set, or a word that is not known here.</summary>
    None = 0,

    /// <summary>Virtual processors.</summary>
    Vcpu = 1,

    /// <summary>Memory in MiB, a hard limit.</summary>
    Memory = 2,

    /// <summary>Graphics processors.</summary>
    Gpu = 3,
}
