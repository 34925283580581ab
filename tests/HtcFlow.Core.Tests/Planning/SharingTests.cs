using FsCheck;
using FsCheck.Fluent;
using HtcFlow.Core.Planning;

namespace HtcFlow.Core.Tests.Planning;

public sealed class SharingTests
{
    [Fact]
    public void Share_EqualClaims_LaterGetsTheOddOne() =>
        Assert.Equal([3, 4], Sharing.Share(7, [new Claim(0, 1, 100), new Claim(0, 1, 100)]));

    [Fact]
    public void Share_OneHasMuchAlready_TheOtherCatchesUpFirst() =>
        Assert.Equal([0, 10], Sharing.Share(10, [new Claim(50, 1, 100), new Claim(0, 1, 100)]));

    [Fact]
    public void Share_Weights_DivideInProportion() =>
        Assert.Equal([25, 75], Sharing.Share(100, [new Claim(0, 1, 1000), new Claim(0, 3, 1000)]));

    [Fact]
    public void Share_EnoughForAll_GivesWhatIsWanted() =>
        Assert.Equal([5, 0, 7], Sharing.Share(long.MaxValue, [new Claim(9, 1, 5), new Claim(0, 1, 0), new Claim(0, 0.1, 7)]));

    [Fact]
    public void Share_AnyClaims_UsesTheRoomAndLeavesNobodyBehind() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => Check(new Random(seed)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static void Check(Random dice)
    {
        Claim[] claims = [.. Enumerable.Range(0, dice.Next(1, 8)).Select(_ => new Claim(dice.Next(1000), dice.Next(1, 50) / 7.0, dice.Next(2000)))];
        long room = dice.Next(5000);

        long[] shares = Sharing.Share(room, claims);

        Assert.Equal(Math.Min(room, claims.Sum(c => c.Most)), shares.Sum());
        for (int i = 0; i < claims.Length; i++)
        {
            Assert.InRange(shares[i], 0, claims[i].Most);
            double level = claims[i].LevelWith(shares[i] + 1);

            // Whoever wanted more stands, with one more, no lower than anyone who was given something.
            Assert.All(
                Enumerable.Range(0, claims.Length).Where(k => shares[k] > 0 && shares[i] < claims[i].Most),
                k => Assert.True(claims[k].LevelWith(shares[k] - 1) <= level + 1e-6, $"{k} was preferred to {i}"));
        }
    }
}
