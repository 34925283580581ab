using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Ports.Abilities;
using HtcFlow.Testing.Slurm;

namespace HtcFlow.Backends.Tests.Slurm;

/// <summary>What a real cluster refuses, and what gets lost on the way to it.</summary>
[Collection(nameof(Slurm))]
public sealed class RefusalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_CommandsMissing_SaysWhichAndWhatToDo()
    {
        FaultException fault = await Assert.ThrowsAsync<FaultException>(
            () => SlurmStage.OpenAsync(static options => options with { CommandDirectory = "/nowhere" }));
        Assert.Equal(FaultKind.Broken, fault.Kind);
        Assert.Equal("run '/nowhere/scontrol': there is no such command here; install it or put its directory on the PATH", fault.Message);
    }

    [Fact]
    public async Task Open_OtherSchedulersCommands_SaysSo()
    {
        string commands = Directory.CreateTempSubdirectory("htcflow-commands-").FullName;
        try
        {
            File.CreateSymbolicLink(Path.Combine(commands, "scontrol"), "/bin/echo");
            FaultException fault = await Assert.ThrowsAsync<FaultException>(() => SlurmStage.OpenAsync(options => options with { CommandDirectory = commands }));
            Assert.Equal(FaultKind.Broken, fault.Kind);
            Assert.Contains("is not Slurm's", fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(commands, recursive: true);
        }
    }

    [Theory]
    [InlineData("nowhere", "", "Invalid partition name specified")]
    [InlineData("", "antigravity", "Invalid feature specification")]
    public async Task Submit_WhatIsNotThere_IsRefusedInTheSchedulersWords(string partition, string constraint, string words)
    {
        await using SlurmStage stage = await SlurmStage.OpenAsync(options => options with { Partition = partition, Constraint = constraint });
        SubmitReply reply = Assert.Single(await stage.Backend.SubmitAsync([stage.Prepare(Script.Ask("x-refused", 1, "0"))], Token));
        Assert.Equal(FaultKind.Broken, reply.Fault!.Kind);
        Assert.Contains(words, reply.Fault.Message, StringComparison.Ordinal);
        Assert.Empty(await stage.Backend.FindAsync([new JobName("x-refused")], Token));
    }

    [Fact]
    public async Task Submit_PartitionOfOthers_IsDenied()
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can act for a user who may not use the partition.");
        string commands = Directory.CreateTempSubdirectory("htcflow-commands-").FullName;
        IReadOnlyList<string> before = SlurmCluster.Shared.Configure(["PartitionName=staff Nodes=n1 AllowGroups=daemon State=UP"]);
        try
        {
            File.WriteAllText(Path.Combine(commands, "sbatch"), "#!/bin/sh\nexec setpriv --reuid=65534 --regid=65534 --clear-groups sbatch \"$@\"\n");
            File.SetUnixFileMode(Path.Combine(commands, "sbatch"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
            foreach (string name in (string[])["scontrol", "sinfo", "squeue", "scancel"])
            {
                File.CreateSymbolicLink(Path.Combine(commands, name), "/usr/bin/" + name);
            }

            await using SlurmStage stage = await SlurmStage.OpenAsync(options => options with { Partition = "staff", CommandDirectory = commands });
            SubmitReply reply = Assert.Single(await stage.Backend.SubmitAsync([stage.Prepare(Script.Ask("x-denied", 1, "0"))], Token));
            Assert.Equal(FaultKind.Denied, reply.Fault!.Kind);
            Assert.Contains("ask the administrator", reply.Fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            SlurmCluster.Shared.Rewrite(before);
            Directory.Delete(commands, recursive: true);
        }
    }

    [Fact]
    public async Task Submit_MoreJobsThanSlurmctldKeeps_IsThrottledAtOnceAndSparesTheRest()
    {
        await using SlurmStage stage = await SlurmStage.OpenAsync();
        IReadOnlyList<string> before = SlurmCluster.Shared.Configure(["MaxJobCount=2"]);
        try
        {
            long effort = stage.Effort;
            IReadOnlyList<SubmitReply> replies = await stage.Backend.SubmitAsync(
                [stage.Prepare(Script.Ask("x-many", 50, Script.Hold)), stage.Prepare(Script.Ask("x-after", 50, Script.Hold))], Token);
            Assert.All(replies, static reply => Assert.Equal((FaultKind.Throttled, TimeSpan.FromMinutes(1)), (reply.Fault!.Kind, reply.Fault.RetryAfter)));
            Assert.Equal(2, stage.Effort - effort); // a look at the queue and one sbatch
            Assert.Empty(await stage.Backend.FindAsync([new JobName("x-many")], Token));
        }
        finally
        {
            SlurmCluster.Shared.Rewrite(before);
        }
    }

    [Fact]
    public async Task Submit_AvoidedNodeWasTakenOut_IsSentWithoutIt()
    {
        await using SlurmStage stage = await SlurmStage.OpenAsync();
        await ((IHostControl)stage.Backend).AvoidAsync([SlurmCluster.OtherHost], Token);
        IReadOnlyList<string> before = SlurmCluster.Shared.Without(SlurmCluster.OtherHost);
        try
        {
            JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("x-vanished", 1, "0")));
            Assert.Empty((await stage.Backend.UntilEndedAsync(handle, 1)).Abnormal);
        }
        finally
        {
            SlurmCluster.Shared.Rewrite(before);
        }
    }

    [Fact]
    public async Task Find_BookLost_KnowsTheArrayByItsNameAndItsSize()
    {
        await using SlurmStage stage = await SlurmStage.OpenAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("x-book", 4, "0,hold")));
        await stage.HeldAsync(1, 2);
        await stage.ReopenAsync(losesBook: true);
        Assert.Equal([handle], await stage.Backend.FindAsync([handle.Name], Token));
        Assert.Equal("1-2", (await stage.Backend.StatusAsync(handle)).Running.ToString());
        await stage.ReleaseAsync();
        Assert.Equal("0-3", (await stage.Backend.UntilEndedAsync(handle, 4)).Ended.ToString());
    }
}
