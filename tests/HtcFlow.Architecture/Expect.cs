namespace HtcFlow.Architecture;

/// <summary>Assertions whose failure lists every offender at once.</summary>
internal static class Expect
{
    /// <summary>Fails with <paramref name="rule"/> and the whole list unless <paramref name="offenders"/> is empty.</summary>
    public static void None(string rule, IEnumerable<string> offenders)
    {
        string[] all = [.. offenders];
        Assert.True(all.Length == 0, $"{rule}\n  {string.Join("\n  ", all)}");
    }

    /// <summary>The value that a share of <paramref name="values"/> does not exceed; 0 for no values.</summary>
    public static int Percentile(IEnumerable<int> values, double share)
    {
        int[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
