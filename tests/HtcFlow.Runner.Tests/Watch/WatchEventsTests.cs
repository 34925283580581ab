using System.Buffers.Binary;
using System.Text;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Tests.Watch;

public sealed class WatchEventsTests
{
    [Fact]
    public void Parse_TwoRecordsWithPadding_GivesBoth()
    {
        byte[] bytes = [.. Record(1, WatchEvent.CloseWrite, "a.dat"), .. Record(2, WatchEvent.Create | WatchEvent.OfDirectory, "sub")];
        var events = new List<WatchEvent>();

        WatchEvents.Parse(bytes, events);

        Assert.Equal(
            [new WatchEvent(1, WatchEvent.CloseWrite, "a.dat"), new WatchEvent(2, WatchEvent.Create | WatchEvent.OfDirectory, "sub")], events);
        Assert.True(events[0].IsFile);
        Assert.True(events[1].IsNewDirectory);
    }

    [Fact]
    public void Parse_Overflow_HasNoName()
    {
        var events = new List<WatchEvent>();

        WatchEvents.Parse(Record(-1, WatchEvent.Overflow, ""), events);

        Assert.Equal([new WatchEvent(-1, WatchEvent.Overflow, "")], events);
        Assert.False(events[0].IsFile);
    }

    private static byte[] Record(int watch, uint mask, string name)
    {
        int padded = name.Length == 0 ? 0 : (name.Length + 16) / 16 * 16;
        byte[] record = new byte[16 + padded];
        BinaryPrimitives.WriteInt32LittleEndian(record, watch);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), mask);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(12), padded);
        Encoding.UTF8.GetBytes(name, record.AsSpan(16));
        return record;
    }
}
