using System.Runtime.InteropServices;

namespace HtcFlow.Benchmarks.Shipping;

/// <summary>Makes files like those of a simulation: single-precision fields that are smooth in space, with noise in their lower digits.</summary>
internal static class FieldData
{
    /// <summary>Mantissa bits that are cut: results are written with the digits that mean something, 12 of 23 bits here.</summary>
    private const uint Kept = 0xFFFF_F800;

    private const int Columns = 1024;

    /// <summary>Writes a file.</summary>
    /// <param name="path">Path.</param>
    /// <param name="bytes">Size.</param>
    /// <param name="seed">Files of different seeds share nothing.</param>
    public static void Write(string path, long bytes, int seed)
    {
        var dice = new Random(seed);
        double phase = dice.NextDouble();
        float[] row = new float[Columns];
        using FileStream file = File.Create(path);
        for (long at = 0, line = 0; at < bytes; line++)
        {
            for (int column = 0; column < Columns; column++)
            {
                // Half of a recording medium is at rest: exact zeros beside the grains that move.
                double value = Math.Sin((column * 0.01) + (line * 0.003) + phase);
                row[column] = value < 0 ? 0 : BitConverter.UInt32BitsToSingle(
                    BitConverter.SingleToUInt32Bits((float)(value + (dice.NextDouble() * 1e-3))) & Kept);
            }

            ReadOnlySpan<byte> raw = MemoryMarshal.AsBytes<float>(row);
            int count = (int)Math.Min(raw.Length, bytes - at);
            file.Write(raw[..count]);
            at += count;
        }
    }
}
