using System.Buffers.Binary;
using HtcFlow.Core.Ports;
using HtcFlow.Objects.Frames;

namespace HtcFlow.Objects.Tests.Frames;

public sealed class Lz4DecoderTests
{
    public static TheoryData<string> Samples => Frames.Samples.Names;

    [Theory]
    [InlineData("-1")]
    [InlineData("-9")]
    [InlineData("-12 -B5")]
    [InlineData("-B4")]
    [InlineData("-B4 -BD")]
    [InlineData("-BD -BX")]
    [InlineData("-B6 -BX --content-size")]
    [InlineData("--fast=9 --no-frame-crc")]
    public void Read_WhatTheReferenceToolWrote_GivesTheContent(string options)
    {
        foreach (TheoryDataRow<string> sample in Samples)
        {
            if (sample.Data == "64k-1" && options.Contains("-B4", StringComparison.Ordinal))
            {
                // The tool itself (1.9.4) fails on 65,535 bytes with blocks of 64 KiB: "dstMaxSize_tooSmall".
                continue;
            }

            byte[] content = Frames.Samples.Of(sample.Data);
            Assert.Equal(content, Coding.Decode(Lz4Tool.Compress(content, options)));
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task ReadAsync_OwnFrames_GivesTheContent(string sample)
    {
        byte[] content = Frames.Samples.Of(sample);
        await using var decoder = new Lz4Decoder(new MemoryStream(Coding.Encode(content, sized: false)));

        Assert.Equal(content, await Coding.DrainAsync(decoder));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(65536)]
    public void Read_SmallBuffers_GivesTheContent(int readBytes)
    {
        byte[] content = Frames.Samples.Of("64k+1");

        Assert.Equal(content, Coding.Decode(Coding.Encode(content), readBytes));
    }

    [Fact]
    public void Read_FramesEmptyFramesAndSkippableFrames_AreJoined()
    {
        byte[] text = Frames.Samples.Of("text");
        byte[] skippable = new byte[8 + 1000];
        BinaryPrimitives.WriteUInt32LittleEndian(skippable, 0x184D2A53);
        BinaryPrimitives.WriteUInt32LittleEndian(skippable.AsSpan(4), 1000);
        byte[] frames =
            [.. skippable, .. Coding.Encode(text), .. Coding.Encode([]), .. skippable, .. Coding.Encode([9], sized: false), .. skippable];

        Assert.Equal([.. text, 9], Coding.Decode(frames));
    }

    [Fact]
    public void Read_CutAnywhere_IsBroken()
    {
        byte[] frame = Coding.Encode(Frames.Samples.Of("64k-1"));
        for (int length = 0; length < frame.Length; length += length < 40 || length > frame.Length - 40 ? 1 : 997)
        {
            FaultException fault = Assert.Throws<FaultException>(() => Coding.Decode(frame[..length]));
            Assert.Equal(FaultKind.Broken, fault.Kind);
        }
    }

    [Fact]
    public void Read_DamagedOnce_FailsAlikeAgain()
    {
        byte[] frame = Coding.Encode(Frames.Samples.Of("text"));
        frame[200] ^= 1;
        using var decoder = new Lz4Decoder(new MemoryStream(frame), subject: "a/b.lz4");

        FaultException first = Assert.Throws<FaultException>(() => Coding.Drain(decoder));
        FaultException second = Assert.Throws<FaultException>(() => Coding.Drain(decoder));

        Assert.Equal((FaultKind.Broken, "a/b.lz4"), (first.Kind, first.Subject));
        Assert.Same(first, second);
    }

    [Fact]
    public void Read_LegacyFrame_IsBroken()
    {
        byte[] legacy = Lz4Tool.Compress(Frames.Samples.Of("text"), "-l");

        Assert.Equal(FaultKind.Broken, Assert.Throws<FaultException>(() => Coding.Decode(legacy)).Kind);
    }

    /// <summary>Every checksum is on, so whatever is not refused must be the original.</summary>
    [Fact]
    public void Read_RandomDamage_IsRefusedOrHarmless()
    {
        var random = new Random(20140905);
        byte[] content = Frames.Samples.Of("64k+1");
        byte[][] originals = [Coding.Encode(content), Coding.Encode(content, sized: false)];
        int refused = 0;
        for (int round = 0; round < 4000; round++)
        {
            byte[] frame = Damage([.. originals[round % 2]], random);
            try
            {
                Assert.Equal(content, Coding.Decode(frame, 1 + random.Next(100_000)));
            }
            catch (FaultException fault) when (fault.Kind == FaultKind.Broken)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 3000, 4000);
    }

    [Fact]
    public void Read_Junk_IsBroken()
    {
        var random = new Random(7);
        for (int round = 0; round < 2000; round++)
        {
            byte[] junk = new byte[1 + random.Next(300)];
            random.NextBytes(junk);
            if (round % 2 == 0)
            {
                new byte[] { 0x04, 0x22, 0x4D, 0x18 }.AsSpan(0, Math.Min(4, junk.Length)).CopyTo(junk);
            }

            Assert.Throws<FaultException>(() => Coding.Decode(junk));
        }
    }

    private static byte[] Damage(byte[] frame, Random random)
    {
        int at = random.Next(2) == 0 ? random.Next(Math.Min(64, frame.Length)) : random.Next(frame.Length);
        switch (random.Next(4))
        {
            case 0:
                frame[at] ^= (byte)(1 << random.Next(8));
                return frame;
            case 1:
                random.NextBytes(frame.AsSpan(at, Math.Min(random.Next(1, 64), frame.Length - at)));
                return frame;
            case 2:
                return frame[..at];
            default:
                return [.. frame[..at], .. frame[Math.Min(frame.Length, at + random.Next(1, 100))..]];
        }
    }
}
