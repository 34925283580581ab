namespace HtcFlow.Cli.Aws.Init;

/// <summary>Where tasks work on the instances of a stack.</summary>
internal enum ScratchKind
{
    /// <summary>On the container's own disk.</summary>
    None,

    /// <summary>On the disks of the host.</summary>
    InstanceStore,

    /// <summary>On a root volume of a given size.</summary>
    EbsGp3,
}
