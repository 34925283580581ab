namespace HtcFlow.Backends.Simulated.Cloud;

/// <summary>Dice without a state: a throw follows from the seed and from what it is thrown for, so the order of throws does not matter.</summary>
internal static class Dice
{
    // 2^64 divided by the golden ratio, made odd: successive multiples spread evenly over all 64 bits.
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15UL;

    /// <summary>Throws for a thing with two numbers and a purpose.</summary>
    internal static ulong Throw(ulong seed, long first, long second, DicePurpose purpose) =>
        Mix(Mix(Mix(seed + ((ulong)purpose * Golden)) ^ (ulong)first) + ((ulong)second * Golden));

    /// <summary>Turns a text into a seed (FNV-1a over UTF-16 units, then mixed).</summary>
    internal static ulong Seed(ulong seed, string text)
    {
        ulong hash = 0xCBF2_9CE4_8422_2325UL ^ seed;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 0x0000_0100_0000_01B3UL;
        }

        return Mix(hash);
    }

    /// <summary>An even number, 0 .. 1, without 1.</summary>
    internal static double Even(ulong dice) => (dice >> 11) * (1.0 / (1UL << 53));

    /// <summary>An exponential number of mean 1.</summary>
    internal static double Exponential(ulong dice) => -Math.Log(1 - Even(dice));

    /// <summary>A normal number of mean 0 and deviation 1 (Box and Muller), cut at three deviations.</summary>
    internal static double Normal(ulong dice)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - Even(dice)));
        return Math.Clamp(radius * Math.Cos(2 * Math.PI * Even(Mix(dice + Golden))), -3, 3);
    }

    // Each input bit reaches every output bit: two rounds of multiply and fold with odd constants.
    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 32)) * 0xD6E8_FEB8_6659_FD93UL;
        x = (x ^ (x >> 32)) * 0xD6E8_FEB8_6659_FD93UL;
        return x ^ (x >> 32);
    }
}
