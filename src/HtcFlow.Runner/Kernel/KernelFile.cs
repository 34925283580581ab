using System.Globalization;

namespace HtcFlow.Runner.Kernel;

/// <summary>Reads the small text files in which the kernel tells its figures; one that is not there tells nothing.</summary>
internal static class KernelFile
{
    /// <summary>The whole text; empty when there is none.</summary>
    public static string Text(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // removed meanwhile, or switched off: pressure files can be opened and not read
        }
    }

    /// <summary>The first number of a text; null for <c>max</c>, and where there is none.</summary>
    public static long? Number(string path) => Whole(Text(path).AsSpan().Trim());

    /// <summary>The number behind a name in lines of <c>name number</c>; null when the name is not there.</summary>
    public static long? Named(string text, string name)
    {
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] == ' ')
            {
                return Whole(line[(name.Length + 1)..]);
            }
        }

        return null;
    }

    /// <summary>A share that pressure files give as per cent, for example <c>avg60=12.50</c> in the line <c>some</c>; 0 when it is not there.</summary>
    public static double Pressure(string text, string line, string average)
    {
        foreach (ReadOnlySpan<char> candidate in text.AsSpan().EnumerateLines())
        {
            int at = candidate.IndexOf(average);
            if (!candidate.StartsWith(line, StringComparison.Ordinal) || at < 0)
            {
                continue;
            }

            ReadOnlySpan<char> number = candidate[(at + average.Length)..];
            int end = number.IndexOf(' ');
            return double.TryParse(end < 0 ? number : number[..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent)
                ? percent / 100
                : 0;
        }

        return 0;
    }

    private static long? Whole(ReadOnlySpan<char> text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? (long)Math.Min(number, long.MaxValue) : null;
}
