namespace HtcFlow.Runner.Stage;

/// <summary>Removes a scratch directory with everything in it.</summary>
internal static class ScratchRemoval
{
    /// <summary>Removes a tree; what cannot be removed stays for the next runner, it is not worth failing a task for.</summary>
    public static void Remove(string directory)
    {
        if (!TryRemove(directory))
        {
            MakeWritable(directory);
            TryRemove(directory);
        }
    }

    private static bool TryRemove(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Some programs make their directories read-only, and only its owner's permission to write lets a directory be emptied.</summary>
    private static void MakeWritable(string directory)
    {
        try
        {
            const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            File.SetUnixFileMode(directory, Owner);
            var plain = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint };
            foreach (string inner in Directory.EnumerateDirectories(directory, "*", plain))
            {
                MakeWritable(inner);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not ours or gone: the removal that follows does what it can.
        }
    }
}
