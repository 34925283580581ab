namespace HtcFlow.Runner.Kernel;

/// <summary>What tells two states of a file apart: equal before and after reading means that the bytes read are one state.</summary>
/// <param name="Inode">Inode number.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">Last change of the content, nanoseconds since 1970.</param>
/// <param name="Changed">Last change of the inode, nanoseconds since 1970; a program cannot set it.</param>
internal readonly record struct FileStamp(ulong Inode, long Size, long Modified, long Changed)
{
    /// <summary>Whether the file surely got its name after its last write: a rename touches the inode, not the content.</summary>
    /// <remarks>False may also mean that both fell into one tick of the kernel's clock, some milliseconds.</remarks>
    public bool IsRenamed => Changed > Modified;
}
