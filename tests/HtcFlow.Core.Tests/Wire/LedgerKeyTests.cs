using FsCheck;
using FsCheck.Fluent;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;
using Outcome = HtcFlow.Core.Wire.Outcome;

namespace HtcFlow.Core.Tests.Wire;

public sealed class LedgerKeyTests
{
    [Fact]
    public void Parse_OfToString_GivesTheKey() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), ArbMap.Default.ArbFor<NonNull<string>>(), (seed, machine) =>
        {
            var dice = new Random(seed);
            var key = new LedgerKey(
                dice.NextInt64(Sweep.MaxTasks),
                dice.Next(1, 256),
                (Outcome)dice.Next(1, 7),
                dice.Next(256),
                dice.NextInt64(1L << dice.Next(1, 58)),
                LedgerKey.MachineName(machine.Get));
            Assert.Equal(key, LedgerKey.Parse(key.ToString()));
            Assert.Equal(key.Machine, LedgerKey.MachineName(key.Machine));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Parse_Spelling_IsAsDocumented() =>
        Assert.Equal(new LedgerKey(42, 3, Outcome.Failed, 139, 12_345, "c5.large"), LedgerKey.Parse("42.a3.failed.139.12345.c5.large"));

    [Theory]
    [InlineData("")]
    [InlineData("accepted.json")]
    [InlineData("42")]
    [InlineData("42.a1")]
    [InlineData("42.a1.succeeded.0.12")]
    [InlineData("42.a1.succeeded.0.12.")]
    [InlineData("42.1.succeeded.0.12.local")]
    [InlineData("42.a0.succeeded.0.12.local")]
    [InlineData("42.a256.succeeded.0.12.local")]
    [InlineData("42.a1.none.0.12.local")]
    [InlineData("42.a1.Succeeded.0.12.local")]
    [InlineData("42.a1.succeeded.256.12.local")]
    [InlineData("42.a1.succeeded.-1.12.local")]
    [InlineData("-42.a1.succeeded.0.12.local")]
    [InlineData("+42.a1.succeeded.0.12.local")]
    [InlineData("042.a1.succeeded.0.12.local")]
    [InlineData(" 42.a1.succeeded.0.12.local")]
    [InlineData("42\0.a1.succeeded.0.12.local")]
    [InlineData("42.a1.succeeded.0.12.local~")]
    [InlineData("42.a1.succeeded.0.12.local/x")]
    [InlineData("42.a1.succeeded.0.12.lo cal")]
    [InlineData("99999999999999999999.a1.succeeded.0.12.local")]
    [InlineData("٤٢.a1.succeeded.0.12.local")]
    public void Parse_StrayName_IsNull(string name) => Assert.Null(LedgerKey.Parse(name));

    [Fact]
    public void Parse_RandomText_NeverThrows() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text => LedgerKey.Parse(text.Get) is null or { Attempt: > 0 })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void NameOf_EveryOutcome_IsReadBack() =>
        Assert.All(Enum.GetValues<Outcome>(), o => Assert.Equal(o, LedgerKey.OutcomeOf(LedgerKey.NameOf(o))));

    [Theory]
    [InlineData("", "unknown")]
    [InlineData("Intel Xeon/8375C", "Intel-Xeon-8375C")]
    [InlineData("c5.large_x-1", "c5.large_x-1")]
    public void MachineName_OtherCharacters_BecomeHyphens(string text, string name) => Assert.Equal(name, LedgerKey.MachineName(text));
}
