using HtcFlow.Core.Wire;

namespace HtcFlow.Benchmarks.AwsBatch;

/// <summary>The end of an element, as the emulator's process tells it to the engine's.</summary>
/// <param name="Job">Number of its job.</param>
/// <param name="Element">Element of the array.</param>
/// <param name="Host">Number of its instance.</param>
/// <param name="Outcome">Outcome that its key names; <see cref="Outcome.None"/> where it wrote none.</param>
/// <param name="Exit">Exit code.</param>
/// <param name="Milliseconds">Wall time.</param>
/// <param name="Ticks">When it ended.</param>
internal readonly record struct EndRecord(int Job, int Element, int Host, Outcome Outcome, byte Exit, uint Milliseconds, long Ticks)
{
    public static EndRecord Read(BinaryReader reader) => new(
        reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), (Outcome)reader.ReadByte(), reader.ReadByte(), reader.ReadUInt32(), reader.ReadInt64());

    public void Write(BinaryWriter writer)
    {
        writer.Write(Job);
        writer.Write(Element);
        writer.Write(Host);
        writer.Write((byte)Outcome);
        writer.Write(Exit);
        writer.Write(Milliseconds);
        writer.Write(Ticks);
    }
}
