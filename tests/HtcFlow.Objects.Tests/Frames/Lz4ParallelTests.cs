using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using HtcFlow.Core.Ports;
using HtcFlow.Objects.Frames;
using HtcFlow.Objects.Tests.Stores;

namespace HtcFlow.Objects.Tests.Frames;

public sealed class Lz4ParallelTests
{
    private const int Part = Lz4ParallelEncoder.PartBytes;

    public static TheoryData<string> Samples => Frames.Samples.Names;

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task ReadAsync_AnyContent_IsReadByTheReferenceToolAndByBothDecoders(string sample)
    {
        byte[] content = Frames.Samples.Of(sample);
        await using var encoder = new Lz4ParallelEncoder(new MemoryStream(content), content.Length);

        byte[] frames = await Coding.DrainAsync(encoder);

        Assert.Equal(content, Lz4Tool.Decompress(frames));
        Assert.Equal(content, Coding.Decode(frames));
        Assert.Equal(content, await DecodeAsync(frames));
        Assert.Equal((content.Length, frames.Length), (encoder.RawBytes, encoder.FrameBytes));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), encoder.Sha256);
    }

    [Theory]
    [InlineData("-B7")]
    [InlineData("-B4 -BX --content-size")]
    [InlineData("-B5 -BD")]
    [InlineData("--no-frame-crc --content-size")]
    public async Task ReadAsync_FramesOfTheReferenceTool_AreRead(string options)
    {
        foreach (string sample in (string[])["one", "text", "4m+1"])
        {
            byte[] content = Frames.Samples.Of(sample);

            Assert.Equal(content, await DecodeAsync(Lz4Tool.Compress(content, options)));
        }
    }

    [Fact]
    public async Task ReadAsync_SmallFramesThenALargeOne_GoesOnWithoutALoss()
    {
        byte[] small = Frames.Samples.Of("64k+1");
        byte[] large = Frames.Samples.Of("9m");
        byte[] frames = [.. Coding.Encode(small), .. Coding.Encode(small), .. Coding.Encode(large), .. Coding.Encode(small)];

        byte[] content = await DecodeAsync(frames);

        Assert.Equal([.. small, .. small, .. large, .. small], content);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(Part)]
    [InlineData(-Part)]
    public async Task ReadAsync_SizeIsNotAsSaid_IsTransient(int more)
    {
        byte[] content = new byte[3 * Part];
        await using var encoder = new Lz4ParallelEncoder(new MemoryStream(content), content.Length + more);

        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => Coding.DrainAsync(encoder));

        Assert.Equal(FaultKind.Transient, fault.Kind);
    }

    [Fact]
    public async Task ReadAsync_SourceFails_TheFailureComesThroughAndNothingHangs()
    {
        await using var encoder = new Lz4ParallelEncoder(new FailingStream(2 * Part), 4 * Part);

        await Assert.ThrowsAsync<IOException>(() => Coding.DrainAsync(encoder));
    }

    [Fact]
    public void ReadAsync_AnyDamage_IsBrokenOrHarmless()
    {
        byte[] content = Frames.Samples.Of("4m+1");
        using var encoder = new Lz4ParallelEncoder(new MemoryStream(content), content.Length);
        byte[] frames = Coding.Drain(encoder);
        Prop.ForAll(
            Gen.Choose(0, frames.Length - 1).SelectMany(at => Gen.Choose(1, 255).Select(bits => (at, bits))).ToArbitrary(),
            damage =>
            {
                byte[] damaged = [.. frames];
                damaged[damage.at] ^= (byte)damage.bits;
                try
                {
                    return content.AsSpan().SequenceEqual(DecodeAsync(damaged).GetAwaiter().GetResult());
                }
                catch (FaultException e)
                {
                    return e.Kind == FaultKind.Broken;
                }
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task ReadAsync_CutAnywhere_IsBroken()
    {
        byte[] content = Frames.Samples.Of("4m+1");
        await using var encoder = new Lz4ParallelEncoder(new MemoryStream(content), content.Length);
        byte[] frames = await Coding.DrainAsync(encoder);
        foreach (int length in (int[])[0, 1, 14, 15, 18, 19, 5000, frames.Length / 2, frames.Length - 5, frames.Length - 1])
        {
            FaultException fault = await Assert.ThrowsAsync<FaultException>(() => DecodeAsync(frames[..length]));

            Assert.Equal(FaultKind.Broken, fault.Kind);
        }
    }

    [Fact]
    public async Task ReadAsync_AfterAFault_FailsAlike()
    {
        byte[] frames = Coding.Encode(Frames.Samples.Of("text"));
        frames[40] ^= 1;
        await using var decoder = new Lz4ParallelDecoder(new MemoryStream(frames));

        FaultException first = await Assert.ThrowsAsync<FaultException>(() => Coding.DrainAsync(decoder));
        FaultException second = await Assert.ThrowsAsync<FaultException>(() => Coding.DrainAsync(decoder));

        Assert.Equal(first.Message, second.Message);
    }

    [Fact]
    public async Task ReadAsync_ChecksumIsWrongAndTheReaderVerifiesTheContent_GivesTheContent()
    {
        byte[] content = Frames.Samples.Of("text");
        byte[] frames = Coding.Encode(content);
        frames[^1] ^= 1; // of the checksum over the content

        await using var verified = new Lz4ParallelDecoder(new MemoryStream(frames), isVerified: true);

        Assert.Equal(content, await Coding.DrainAsync(verified));
        await Assert.ThrowsAsync<FaultException>(() => DecodeAsync(frames));
    }

    private static async Task<byte[]> DecodeAsync(byte[] frames)
    {
        await using var decoder = new Lz4ParallelDecoder(new MemoryStream(frames));
        return await Coding.DrainAsync(decoder);
    }
}
