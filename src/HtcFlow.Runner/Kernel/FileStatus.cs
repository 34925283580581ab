namespace HtcFlow.Runner.Kernel;

/// <summary>A file's state and the properties that decide what may be done with it.</summary>
/// <param name="Stamp">State.</param>
/// <param name="Mode">Type and permission bits.</param>
/// <param name="Links">Names of the inode; above 1 somebody else may still need it.</param>
/// <param name="Owner">User.</param>
internal readonly record struct FileStatus(FileStamp Stamp, int Mode, uint Links, uint Owner)
{
    private const int AtWorkingDirectory = -100;
    private const int DoNotFollow = 0x100;
    private const uint BasicFields = 0x7ff;
    private const int TypeMask = 0xF000;
    private const int RegularType = 0x8000;
    private const int DirectoryType = 0x4000;
    private const int LinkType = 0xA000;
    private const int PipeType = 0x1000;
    private const int PermissionMask = 0xFFF;

    public bool IsRegular => (Mode & TypeMask) == RegularType;

    public bool IsDirectory => (Mode & TypeMask) == DirectoryType;

    public bool IsLink => (Mode & TypeMask) == LinkType;

    public int Permissions => Mode & PermissionMask;

    /// <summary>Says what an open descriptor is.</summary>
    public static unsafe FileKind KindOf(int descriptor)
    {
        KernelStat stat;
        const int EmptyPath = 0x1000;
        if (FileCalls.Stat(descriptor, "", EmptyPath, BasicFields, &stat) != 0)
        {
            return FileKind.Other;
        }

        return (stat.Mode & TypeMask) switch
        {
            RegularType => FileKind.Regular,
            PipeType => FileKind.Pipe,
            _ => FileKind.Other,
        };
    }

    /// <summary>Reads the status of a path itself, never of what a symbolic link points to; null when it is not there.</summary>
    public static unsafe FileStatus? Of(string path)
    {
        KernelStat stat;
        if (FileCalls.Stat(AtWorkingDirectory, path, DoNotFollow, BasicFields, &stat) != 0)
        {
            return null;
        }

        var stamp = new FileStamp(
            stat.Inode,
            stat.Size,
            (stat.ModifiedSeconds * 1_000_000_000) + stat.ModifiedNanoseconds,
            (stat.ChangedSeconds * 1_000_000_000) + stat.ChangedNanoseconds);
        return new FileStatus(stamp, stat.Mode, stat.Links, stat.Owner);
    }
}
