using HtcFlow.Core.Facts;
using HtcFlow.Core.State;

namespace HtcFlow.Core.Snapshots;

/// <summary>Packs one chunk of a ledger in the smallest of three forms: runs of equal tasks, a palette of few kinds of tasks, or as it is.</summary>
internal static class LedgerPacking
{
    private const byte Runs = 1;
    private const byte Palette = 2;
    private const byte Raw = 3;

    // Four bits a task at most; more kinds than that and the chunk is hardly smaller than as it is.
    private const int MaxKinds = 16;

    // Length (2 bytes up to 16,383) and the kind's two bytes.
    private const int BytesPerRun = 4;

    public static void Write(FactWriter writer, ReadOnlySpan<byte> chunk)
    {
        Span<ushort> kinds = stackalloc ushort[MaxKinds];
        (int runs, int count) = Survey(chunk, kinds);
        int packed = count > MaxKinds ? int.MaxValue : StageLedger.ChunkTasks * BitsFor(count) / 8;
        if (runs * BytesPerRun <= Math.Min(packed, chunk.Length))
        {
            WriteRuns(writer, chunk, runs);
        }
        else if (packed < chunk.Length)
        {
            WritePalette(writer, chunk, kinds[..count]);
        }
        else
        {
            writer.Byte(Raw);
            writer.Bytes(chunk);
        }
    }

    public static void Read(ref FactReader reader, Span<byte> chunk)
    {
        switch (reader.Byte())
        {
            case Runs:
                ReadRuns(ref reader, chunk);
                break;
            case Palette:
                ReadPalette(ref reader, chunk);
                break;
            case Raw:
                ReadOnlySpan<byte> raw = reader.Bytes();
                Require(raw.Length == chunk.Length);
                raw.CopyTo(chunk);
                break;
            default:
                throw new FormatException("A chunk of a ledger is packed in no known way.");
        }
    }

    private static (int Runs, int Kinds) Survey(ReadOnlySpan<byte> chunk, Span<ushort> kinds)
    {
        int runs = 0;
        int count = 0;
        for (int i = 0; i < StageLedger.ChunkTasks; i += RunAt(chunk, i))
        {
            runs++;
            ushort kind = KindAt(chunk, i);
            if (count <= MaxKinds && !kinds[..Math.Min(count, MaxKinds)].Contains(kind))
            {
                if (count < MaxKinds)
                {
                    kinds[count] = kind;
                }

                count++;
            }
        }

        return (runs, count);
    }

    private static void WriteRuns(FactWriter writer, ReadOnlySpan<byte> chunk, int runs)
    {
        writer.Byte(Runs);
        writer.Number(runs);
        for (int i = 0; i < StageLedger.ChunkTasks;)
        {
            int run = RunAt(chunk, i);
            writer.Number(run);
            writer.Byte(chunk[i]);
            writer.Byte(chunk[StageLedger.ChunkTasks + i]);
            i += run;
        }
    }

    private static void ReadRuns(ref FactReader reader, Span<byte> chunk)
    {
        int runs = reader.Count();
        int at = 0;
        for (int r = 0; r < runs; r++)
        {
            int run = reader.Small();
            Require(run <= StageLedger.ChunkTasks - at);
            chunk.Slice(at, run).Fill(reader.Byte());
            chunk.Slice(StageLedger.ChunkTasks + at, run).Fill(reader.Byte());
            at += run;
        }

        Require(at == StageLedger.ChunkTasks);
    }

    private static void WritePalette(FactWriter writer, ReadOnlySpan<byte> chunk, ReadOnlySpan<ushort> kinds)
    {
        int bits = BitsFor(kinds.Length);
        byte[] packed = new byte[StageLedger.ChunkTasks * bits / 8];
        for (int i = 0; i < StageLedger.ChunkTasks; i++)
        {
            packed[i * bits / 8] |= (byte)(kinds.IndexOf(KindAt(chunk, i)) << (i * bits % 8));
        }

        writer.Byte(Palette);
        writer.Byte((byte)kinds.Length);
        foreach (ushort kind in kinds)
        {
            writer.Number(kind);
        }

        writer.Bytes(packed);
    }

    private static void ReadPalette(ref FactReader reader, Span<byte> chunk)
    {
        int count = reader.Byte();
        Require(count is > 0 and <= MaxKinds);
        Span<ushort> kinds = stackalloc ushort[MaxKinds];
        for (int k = 0; k < count; k++)
        {
            kinds[k] = (ushort)reader.Number();
        }

        int bits = BitsFor(count);
        ReadOnlySpan<byte> packed = reader.Bytes();
        Require(packed.Length == StageLedger.ChunkTasks * bits / 8);
        for (int i = 0; i < StageLedger.ChunkTasks; i++)
        {
            ushort kind = kinds[(packed[i * bits / 8] >> (i * bits % 8)) & ((1 << bits) - 1)];
            chunk[i] = (byte)kind;
            chunk[StageLedger.ChunkTasks + i] = (byte)(kind >> 8);
        }
    }

    // State, failures and attempts of one task.
    private static ushort KindAt(ReadOnlySpan<byte> chunk, int i) => (ushort)(chunk[i] | (chunk[StageLedger.ChunkTasks + i] << 8));

    private static int RunAt(ReadOnlySpan<byte> chunk, int i)
    {
        ReadOnlySpan<byte> states = chunk[i..StageLedger.ChunkTasks];
        int run = states.IndexOfAnyExcept(states[0]);
        ReadOnlySpan<byte> attempts = chunk.Slice(StageLedger.ChunkTasks + i, run < 0 ? states.Length : run);
        int equal = attempts.IndexOfAnyExcept(attempts[0]);
        return equal < 0 ? attempts.Length : equal;
    }

    private static int BitsFor(int kinds) => kinds <= 2 ? 1 : kinds <= 4 ? 2 : 4;

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new FormatException("A chunk of a ledger does not add up.");
        }
    }
}
