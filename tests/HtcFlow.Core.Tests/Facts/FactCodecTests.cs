using FsCheck;
using FsCheck.Fluent;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Sweeps;
using Outcome = HtcFlow.Core.Wire.Outcome;

namespace HtcFlow.Core.Tests.Facts;

public sealed class FactCodecTests
{
    [Fact]
    public void Decode_OfEncode_GivesEveryKindBack() => ForEachFact(100, (_, _, fact) =>
    {
        byte[] bytes = FactCodec.Encode(fact);
        Fact back = FactCodec.Decode(bytes);
        Assert.Equal(fact.GetType(), back.GetType());
        Assert.Equal(bytes, FactCodec.Encode(back));
        switch (fact)
        {
            case Fact.CampaignCreated:
                break;
            case Fact.AttemptsEnded ended:
                Assert.Equal(ended.Array, ((Fact.AttemptsEnded)back).Array);
                Assert.Equal(ended.Ends, ((Fact.AttemptsEnded)back).Ends);
                break;
            case Fact.TargetsWeighed weighed:
                Assert.Equal(weighed.Weights, ((Fact.TargetsWeighed)back).Weights);
                break;
            default:
                Assert.Equal(fact, back);
                break;
        }
    });

    [Fact]
    public void Decode_TimeBetweenMilliseconds_IsTheOneThatTheFactHad()
    {
        DateTimeOffset until = DateTimeOffset.UnixEpoch.AddTicks(12_345_678);
        Fact[] facts = [new Fact.TargetSuspended(0, until, "full"), new Fact.HostQuarantined("host", until, "slow")];
        Assert.All(facts, fact => Assert.Equal(fact, FactCodec.Decode(FactCodec.Encode(fact))));
    }

    [Fact]
    public void Encode_EveryKind_BeginsWithItsNumber() => ForEachFact(20, (_, kind, fact) => Assert.Equal(kind, FactCodec.Encode(fact)[0]));

    [Fact]
    public void Encode_KindsInTheLibrary_AreAllTried() =>
        Assert.Equal(RandomFact.Kinds - RandomFact.SecondLayouts, typeof(Fact).GetNestedTypes().Count(t => t.IsSubclassOf(typeof(Fact))));

    [Fact]
    public void Decode_CutShortOrLengthened_IsAFormatException() => ForEachFact(20, (dice, _, fact) =>
    {
        byte[] bytes = FactCodec.Encode(fact);
        Assert.Throws<FormatException>(() => FactCodec.Decode(bytes.AsSpan(0, dice.Next(bytes.Length))));
        Assert.Throws<FormatException>(() => FactCodec.Decode([.. bytes, (byte)dice.Next(256)]));
    });

    [Fact]
    public void Decode_DamagedBytes_GivesAFactOrAFormatException() => ForEachFact(300, (dice, _, fact) =>
    {
        byte[] bytes = FactCodec.Encode(fact);
        for (int blow = dice.Next(1, 4); blow > 0; blow--)
        {
            bytes[dice.Next(bytes.Length)] = (byte)dice.Next(256);
        }

        TryDecode(bytes);
    });

    [Fact]
    public void Decode_RandomBytes_GivesAFactOrAFormatException() => ForEachFact(300, (dice, kind, _) =>
    {
        byte[] bytes = new byte[dice.Next(1, 60)];
        dice.NextBytes(bytes);
        bytes[0] = (byte)kind;
        TryDecode(bytes);
    });

    [Fact]
    public void Decode_NumbersThatWouldWrapAround_IsAFormatException()
    {
        // 2^63 - 1 in nine bytes.
        byte[] huge = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F];

        Assert.Throws<FormatException>(() => FactCodec.Decode([9, 0, 1, 1, .. huge]));
        Assert.Throws<FormatException>(() => FactCodec.Decode([9, 0, 1, .. huge, 1]));
        Assert.Throws<FormatException>(() => FactCodec.Decode([9, 0, 2, 0, 1, .. huge, .. huge]));
        Assert.Throws<FormatException>(() => FactCodec.Decode([7, 1, 2, 1, 1, 0, 9, 1, 0, 9, .. huge, 0]));

        // A list of 2^31 - 1 machines in a fact of a few bytes must not ask for 16 GB.
        Assert.Throws<FormatException>(() => FactCodec.Decode([7, 1, 0xFF, 0xFF, 0xFF, 0xFF, 7, 1, 0xFF, 0xFF, 0xFF, 0xFF, 7]));
    }

    [Fact]
    public void Decode_PageOfZeros_IsAFormatException() => Assert.Throws<FormatException>(() => FactCodec.Decode(new byte[64]));

    [Fact]
    public void Decode_NoBytes_IsAFormatException() => Assert.Throws<FormatException>(() => FactCodec.Decode([]));

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"name\":null,\"store\":\"s\",\"backend\":{\"kind\":\"local\",\"options\":{}},\"stages\":[]}")]
    [InlineData("{\"name\":\"n\",\"store\":\"s\",\"backend\":{\"kind\":\"local\",\"options\":{}},\"stages\":null}")]
    [InlineData("{\"name\":\"n\",\"store\":\"s\",\"backend\":{\"kind\":\"local\",\"options\":{}},\"stages\":[{\"name\":\"a\",\"command\":[],\"sweep\":{\"dimensions\":[null]}}]}")]
    [InlineData("{\"name\":\"n\",\"store\":\"s\",\"backend\":{\"kind\":\"local\",\"options\":{}},\"stages\":[{\"name\":\"a\",\"command\":[],\"sweep\":{\"dimensions\":[{\"axes\":[]}]}}]}")]
    [InlineData("{\"name\":\"n\",\"store\":\"s\",\"backend\":{\"kind\":\"local\",\"options\":{}},\"stages\":[{\"name\":\"a\",\"command\":[],\"sweep\":{\"dimensions\":[{\"axes\":[{\"name\":\"x\",\"values\":{\"items\":[]}}]}]}}]}")]
    public void Decode_CampaignThatIsNone_IsAFormatException(string json)
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(json);
        byte[] length = text.Length < 128 ? [(byte)text.Length] : [(byte)(text.Length | 0x80), (byte)(text.Length >> 7)];

        Assert.Throws<FormatException>(() => FactCodec.Decode([1, .. length, .. text, 0]));
    }

    [Fact]
    public void Encode_DenseSuccesses_TakeFourBytesEach()
    {
        AttemptEnd[] ends = [.. Enumerable.Range(0, 10_000).Select(i => new AttemptEnd(i, 1, Outcome.Succeeded, 0, Verdict.Accept, 900, "c5.large"))];

        // Kind, distance, and two bytes of wall time below 16 s.
        Assert.InRange(FactCodec.Encode(new Fact.AttemptsEnded(new ArrayId(1), ends)).Length, 0, (4 * ends.Length) + 32);
    }

    [Fact]
    public void Encode_ArrayOfMillions_TakesAFewBytes() =>
        Assert.InRange(FactCodec.Encode(new Fact.ArrayPlanned(new ArrayId(1), 0, 1, IndexSet.Range(0, 10_000_000), 1)).Length, 0, 16);

    private static void TryDecode(byte[] bytes)
    {
        try
        {
            FactCodec.Decode(bytes);
        }
        catch (FormatException)
        {
            return;
        }
    }

    private static void ForEachFact(int count, Action<Random, int, Fact> body) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var dice = new Random(seed);
            for (int kind = 1; kind <= RandomFact.Kinds; kind++)
            {
                body(dice, kind, RandomFact.Of(dice, kind));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(count));
}
