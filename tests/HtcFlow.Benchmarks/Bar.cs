using System.Globalization;

namespace HtcFlow.Benchmarks;

/// <summary>Prints figures in the form that every benchmark shares: <c>BAR name value unit [vs peer value]...</c></summary>
internal static class Bar
{
    /// <summary>Prints one figure.</summary>
    public static void Print(string name, double value, string unit, params (string Peer, double Value)[] peers)
    {
        string others = string.Concat(peers.Select(p => $" vs {p.Peer} {Format(p.Value)}"));
        Console.WriteLine($"BAR {name} {Format(value)} {unit}{others}");
    }

    /// <summary>The middle value; half-way between the two middle ones when there is an even number.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static string Format(double value) =>
        value.ToString(value >= 100 ? "F0" : value >= 10 ? "F1" : "F3", CultureInfo.InvariantCulture);
}
