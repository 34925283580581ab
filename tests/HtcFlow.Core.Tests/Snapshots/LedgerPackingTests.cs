using HtcFlow.Core.Facts;
using HtcFlow.Core.Snapshots;
using HtcFlow.Core.State;

namespace HtcFlow.Core.Tests.Snapshots;

public sealed class LedgerPackingTests
{
    private const int Raw = 2 * StageLedger.ChunkTasks;

    /// <summary>Kinds of tasks, and tasks in a row of one kind, with the most bytes that they may take.</summary>
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 16_384, 16 },
        { 2, 1_000, 100 },
        { 2, 1, (StageLedger.ChunkTasks / 8) + 16 },
        { 4, 1, (StageLedger.ChunkTasks / 4) + 24 },
        { 16, 1, (StageLedger.ChunkTasks / 2) + 64 },
        { 17, 1, Raw + 8 },
        { 60_000, 1, Raw + 8 },
        { 60_000, 100, 1_000 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Write_ChunkOfAnyShape_IsReadBackAndSmall(int kinds, int row, int mostBytes)
    {
        var dice = new Random(kinds);
        byte[] chunk = new byte[Raw];
        for (int i = 0; i < StageLedger.ChunkTasks; i++)
        {
            int kind = i % row == 0 ? dice.Next(kinds) : -1;
            chunk[i] = kind < 0 ? chunk[i - 1] : (byte)kind;
            chunk[StageLedger.ChunkTasks + i] = kind < 0 ? chunk[StageLedger.ChunkTasks + i - 1] : (byte)(kind >> 8);
        }

        var writer = new FactWriter();
        LedgerPacking.Write(writer, chunk);
        byte[] back = new byte[Raw];
        var reader = new FactReader(writer.Written);
        LedgerPacking.Read(ref reader, back);

        Assert.True(reader.AtEnd);
        Assert.Equal(chunk, back);
        Assert.InRange(writer.Written.Length, 1, mostBytes);
    }

    [Fact]
    public void Read_Damage_IsAFormatException()
    {
        var writer = new FactWriter();
        byte[] chunk = new byte[Raw];
        chunk.AsSpan(100, 50).Fill(7);
        LedgerPacking.Write(writer, chunk);
        byte[] written = writer.Written.ToArray();
        for (int bit = 0; bit < written.Length * 8; bit++)
        {
            byte[] damaged = [.. written];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Exception? thrown = Record.Exception(() =>
            {
                var reader = new FactReader(damaged);
                LedgerPacking.Read(ref reader, new byte[Raw]);
            });
            Assert.True(thrown is null or FormatException, $"bit {bit}: {thrown}");
        }
    }
}
