namespace HtcFlow.Runner.Restore;

/// <summary>Names a checkpoint generation; the newest is the last of the latest attempt.</summary>
/// <remarks>The attempt counts first: an attempt that was believed dead and still writes must not push aside what a later one has
/// reached. Without such a one the order is that of the numbers, since each attempt begins above all that it finds.</remarks>
/// <param name="Attempt">Attempt that wrote it.</param>
/// <param name="Sequence">Number, from 1.</param>
internal readonly record struct GenerationId(int Attempt, int Sequence) : IComparable<GenerationId>
{
    public int CompareTo(GenerationId other) => (Attempt, Sequence).CompareTo((other.Attempt, other.Sequence));

    public static bool operator <(GenerationId a, GenerationId b) => a.CompareTo(b) < 0;

    public static bool operator >(GenerationId a, GenerationId b) => a.CompareTo(b) > 0;

    public static bool operator <=(GenerationId a, GenerationId b) => a.CompareTo(b) <= 0;

    public static bool operator >=(GenerationId a, GenerationId b) => a.CompareTo(b) >= 0;
}
