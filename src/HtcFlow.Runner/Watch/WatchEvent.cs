namespace HtcFlow.Runner.Watch;

/// <summary>One inotify event.</summary>
/// <param name="Watch">Number of the watch; -1 for an overflow.</param>
/// <param name="Mask">What happened.</param>
/// <param name="Name">Entry of the watched directory; empty for the directory itself.</param>
internal readonly record struct WatchEvent(int Watch, uint Mask, string Name)
{
    public const uint CloseWrite = 0x8;
    public const uint MovedFrom = 0x40;
    public const uint MovedTo = 0x80;
    public const uint Create = 0x100;
    public const uint Delete = 0x200;
    public const uint DeleteSelf = 0x400;
    public const uint Overflow = 0x4000;
    public const uint Ignored = 0x8000;
    public const uint OnlyDirectory = 0x0100_0000;
    public const uint DoNotFollow = 0x0200_0000;
    public const uint NotUnlinked = 0x0400_0000;
    public const uint OfDirectory = 0x4000_0000;

    /// <summary>What a directory is watched for: CREATE also, since link(2) into it raises nothing else.</summary>
    public const uint Wanted = CloseWrite | MovedTo | Create | OnlyDirectory | DoNotFollow | NotUnlinked;

    /// <summary>Whether a directory came into being, so that a watch and a look into it are due.</summary>
    public bool IsNewDirectory => (Mask & OfDirectory) != 0 && (Mask & (Create | MovedTo)) != 0;

    /// <summary>Whether a file may have been finished.</summary>
    public bool IsFile => (Mask & OfDirectory) == 0 && (Mask & (CloseWrite | MovedTo | Create)) != 0 && Name.Length > 0;
}
