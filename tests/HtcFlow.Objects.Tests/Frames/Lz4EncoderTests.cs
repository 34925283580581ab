using System.Security.Cryptography;
using HtcFlow.Core.Ports;
using HtcFlow.Objects.Frames;
using HtcFlow.Objects.Tests.Stores;

namespace HtcFlow.Objects.Tests.Frames;

public sealed class Lz4EncoderTests
{
    public static TheoryData<string> Samples => Frames.Samples.Names;

    [Theory]
    [MemberData(nameof(Samples))]
    public void Read_AnyContent_IsReadByTheReferenceTool(string sample)
    {
        byte[] content = Frames.Samples.Of(sample);

        Assert.Equal(content, Lz4Tool.Decompress(Coding.Encode(content, sized: true)));
        Assert.Equal(content, Lz4Tool.Decompress(Coding.Encode(content, sized: false)));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task ReadAsync_AnyContent_GivesTheSameFrameHashAndCounts(string sample)
    {
        byte[] content = Frames.Samples.Of(sample);
        await using var encoder = new Lz4Encoder(new MemoryStream(content), content.Length);

        byte[] frame = await Coding.DrainAsync(encoder);

        Assert.Equal(Coding.Encode(content), frame);
        Assert.Equal(content.Length, encoder.RawBytes);
        Assert.Equal(frame.Length, encoder.FrameBytes);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), encoder.Sha256);
    }

    [Theory]
    [InlineData(1, 0x7C, 0x40)]
    [InlineData(65_536, 0x7C, 0x40)]
    [InlineData(65_537, 0x7C, 0x50)]
    [InlineData(262_145, 0x7C, 0x60)]
    [InlineData(1_048_577, 0x7C, 0x70)]
    [InlineData(0, 0x74, 0x40)]
    public void Read_KnownSize_WritesItWithTheSmallestBlocks(int bytes, byte flags, byte block)
    {
        byte[] frame = Coding.Encode(new byte[bytes]);

        Assert.Equal([0x04, 0x22, 0x4D, 0x18, flags, block], frame[..6]);
        Assert.True(bytes == 0 || BitConverter.ToInt64(frame, 6) == bytes);
    }

    [Fact]
    public void Read_UnknownSize_WritesBlocksOf4MiB() =>
        Assert.Equal([0x04, 0x22, 0x4D, 0x18, 0x74, 0x70], Coding.Encode([1, 2, 3], sized: false)[..6]);

    [Fact]
    public void Read_Noise_IsStored() =>
        Assert.InRange(Coding.Encode(Frames.Samples.Of("noise")).Length, 300_000, 300_100);

    [Theory]
    [InlineData(99)]
    [InlineData(101)]
    [InlineData(0)]
    public void Read_ContentOfAnotherSizeThanSaid_IsTransient(int said)
    {
        using var encoder = new Lz4Encoder(new MemoryStream(new byte[100]), said, subject: "track.dat");

        FaultException fault = Assert.Throws<FaultException>(() => Coding.Drain(encoder));

        Assert.Equal(FaultKind.Transient, fault.Kind);
        Assert.Equal("track.dat", fault.Subject);
    }

    [Fact]
    public void Read_SourceFails_PassesTheFailureOn()
    {
        using var encoder = new Lz4Encoder(new FailingStream(10_000_000));

        Assert.Throws<IOException>(() => Coding.Drain(encoder));
        Assert.Throws<InvalidOperationException>(() => encoder.Sha256);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("noise")]
    [InlineData("one")]
    [InlineData("64k")]
    public void Compress_InMemory_IsReadByTheReferenceTool(string sample)
    {
        byte[] content = Frames.Samples.Of(sample);
        byte[] frame = new byte[Lz4Frame.MaxBytes(content.Length)];

        frame = frame[..Lz4Frame.Compress(content, frame, "x")];

        Assert.Equal(Coding.Encode(content)[..6], frame[..6]);
        Assert.Equal(content, Lz4Tool.Decompress(frame));
    }
}
