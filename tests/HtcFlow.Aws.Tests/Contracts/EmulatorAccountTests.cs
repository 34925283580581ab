using HtcFlow.Aws.Account;
using HtcFlow.Aws.Batch.Queues;
using HtcFlow.AwsEmulator.Options;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Tests.Contracts;

/// <summary>What a check asks, before services that behave as the real ones.</summary>
public sealed class EmulatorAccountTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Account_OfTheEmulator_AnswersEachQuestion()
    {
        var options = new EmulatorOptions();
        options.Images["hamr:3"] = new ImageOptions();
        options.Keys[0].Statements.Add(new StatementOptions { Effect = "Deny", Actions = ["ec2:TerminateInstances"] });
        await using EmulatorStand stand = await EmulatorStand.StartAsync(options);
        IAwsAccount account = stand.Services.Account;

        CallerIdentity caller = await account.CallerAsync(Token);
        Assert.Equal("123456789012", caller.Account);
        Assert.Equal(1_000_000, (await account.QuotaAsync("ec2", "L-34B43A08", Token)).Value);
        Assert.False((await account.QuotaAsync("ec2", "L-34B43A08", Token)).IsDefault);
        options.Quotas[0].IsDefault = true;
        Assert.True((await account.QuotaAsync("ec2", "L-34B43A08", Token)).IsDefault);
        Assert.Equal(FaultKind.Gone, (await Assert.ThrowsAsync<FaultException>(() => account.QuotaAsync("ec2", "L-0", Token))).Kind);
        Assert.StartsWith("sha256:", (await account.ImageAsync(new ImageName("", "", "hamr", "3", ""), Token)).Digest, StringComparison.Ordinal);
        Assert.Equal(FaultKind.Gone, (await Assert.ThrowsAsync<FaultException>(() => account.ImageAsync(new ImageName("", "", "hamr", "4", ""), Token))).Kind);
        Assert.NotNull((await account.MetadataOptionsAsync(new LaunchTemplate { LaunchTemplateName = "l" }, Token)).HopLimit);
        IReadOnlyList<PermissionVerdict> verdicts = await account.SimulateAsync(caller.Arn, ["batch:SubmitJob", "ec2:TerminateInstances"], [], Token);
        Assert.Equal([true, false], verdicts.Select(static verdict => verdict.IsAllowed));
    }
}
