namespace HtcFlow.Runner.Stage;

/// <summary>Keeps names that were filled in from parameters inside the scratch directory.</summary>
internal static class ScratchPath
{
    /// <summary>Says whether a path is relative and leads nowhere else.</summary>
    public static bool IsInside(string relative)
    {
        if (relative.Length == 0 || relative[0] == '/' || relative.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        foreach (string segment in relative.Split('/'))
        {
            if (segment is "..")
            {
                return false;
            }
        }

        return true;
    }
}
