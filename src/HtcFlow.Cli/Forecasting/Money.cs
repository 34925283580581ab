using System.Globalization;

namespace HtcFlow.Cli.Forecasting;

/// <summary>Spells dollars.</summary>
internal static class Money
{
    /// <summary>Whole dollars from a thousand on, cents from one on, and three digits of what is less.</summary>
    public static string Spell(double dollars) => dollars switch
    {
        <= 0 => "$0",
        >= 999.5 => string.Create(CultureInfo.InvariantCulture, $"${dollars:N0}"),
        >= 0.995 => string.Create(CultureInfo.InvariantCulture, $"${dollars:0.00}"),
        _ => "$" + dollars.ToString("F" + Decimals(dollars).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
    };

    // 0.0049 has its first digit in the third place, so that three digits end in the fifth.
    private static int Decimals(double dollars) => Math.Min(12, (int)Math.Ceiling(-Math.Log10(dollars)) + 2);
}
