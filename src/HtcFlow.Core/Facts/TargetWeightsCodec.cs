namespace HtcFlow.Core.Facts;

/// <summary>Weights of targets in the journal and in snapshots; fractions are kept to the last bit, or a replay would share out differently.</summary>
internal static class TargetWeightsCodec
{
    /// <summary>Writes weights, behind their number.</summary>
    public static void Write(FactWriter writer, IReadOnlyList<TargetWeight> weights)
    {
        writer.Number(weights.Count);
        foreach (TargetWeight weight in weights)
        {
            writer.Number(BitConverter.DoubleToInt64Bits(weight.Factor));
            writer.Number(BitConverter.DoubleToInt64Bits(weight.Dollars));
            writer.Number(weight.Simulations);
            writer.Text(weight.Reason);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static TargetWeight[] Read(ref FactReader reader)
    {
        var weights = new TargetWeight[reader.Count()];
        for (int w = 0; w < weights.Length; w++)
        {
            weights[w] = new TargetWeight(Fraction(ref reader), Fraction(ref reader), reader.Number(), reader.Text());
        }

        return weights;
    }

    private static double Fraction(ref FactReader reader)
    {
        double value = BitConverter.Int64BitsToDouble(reader.Number());
        return double.IsFinite(value) ? value : throw new FormatException("A fraction is no number.");
    }
}
