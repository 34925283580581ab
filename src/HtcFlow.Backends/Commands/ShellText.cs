namespace HtcFlow.Backends.Commands;

/// <summary>Texts for a POSIX shell. Pure.</summary>
internal static class ShellText
{
    /// <summary>Quotes a value so that a shell takes it as it is.</summary>
    internal static string Quote(string value) => "'" + value.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
