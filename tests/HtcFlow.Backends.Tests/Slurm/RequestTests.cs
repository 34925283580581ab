using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Ports.Abilities;
using HtcFlow.Testing.Slurm;

namespace HtcFlow.Backends.Tests.Slurm;

/// <summary>What an array asks for, on the real cluster: values, processors, limits and hosts.</summary>
[Collection(nameof(Slurm))]
public sealed class RequestTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Script_ValuesOfEveryKind_ArriveAsTheyWere()
    {
        var values = new Dictionary<string, string>
        {
            ["A"] = "$(exit 9) `id` \\ \"double\" 'single' ${HOME} * ~ ; & |",
            ["B"] = "line\n#SBATCH --hold\n#SBATCH --partition=nowhere\nEOF\n",
            ["C"] = "µ ☃ = :",
            ["HTCFLOW_ELEMENT"] = "77",
        };
        Dictionary<string, string> seen = await PrintAsync(Script.Ask("r-values", 1, "print") with
        {
            Environment = new Dictionary<string, string>(values) { [Script.Words] = "print" },
        });
        Assert.Equal(values["A"], seen["A"]);
        Assert.Equal(values["B"], seen["B"]);
        Assert.Equal(values["C"], seen["C"]);
        Assert.DoesNotContain("HTCFLOW_ELEMENT", seen.Keys);
        Assert.Equal(SlurmCluster.Host, seen["HTCFLOW_HOST"]);
        Assert.Equal("/tmp", seen["TMPDIR"]);
        Assert.Equal("/tmp", seen["PWD"]);
        Assert.Equal("r-values", seen["SLURM_JOB_NAME"]);
    }

    [Fact]
    public async Task Environment_OfTheEngine_StaysBehindAndNoLoginShellRuns()
    {
        const string secret = "TEST_ENGINE_SECRET";
        Environment.SetEnvironmentVariable(secret, "x");
        try
        {
            Dictionary<string, string> seen = await PrintAsync(Script.Ask("r-clean", 1, "print"));
            Assert.DoesNotContain(secret, seen.Keys);
            Assert.DoesNotContain("SLURM_GET_USER_ENV", seen.Keys);
            Assert.Equal(Environment.GetEnvironmentVariable("PATH"), seen["PATH"]);
        }
        finally
        {
            Environment.SetEnvironmentVariable(secret, null);
        }
    }

    [Fact]
    public async Task Resources_TwoProcessors_AreOneTaskOfOneNode()
    {
        Dictionary<string, string> seen = await PrintAsync(Script.Ask("r-slots", 1, "print", vcpus: 2) with
        {
            Resources = new ResourceSpec { Vcpus = 2, MemoryBytes = 512 << 20, Walltime = TimeSpan.FromHours(1) },
        });
        Assert.Equal("2", seen["SLURM_CPUS_PER_TASK"]);
        Assert.Equal("1", seen["SLURM_JOB_NUM_NODES"]);
        Assert.Equal("768", seen["SLURM_MEM_PER_NODE"]);
    }

    [Fact]
    public async Task MaxConcurrent_One_RunsOneAtATime()
    {
        await using SlurmStage stage = await SlurmStage.OpenAsync(static options => options with { MaxConcurrent = 1 });
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("r-one", 3, Script.Hold)));
        await stage.HeldAsync(0);
        Assert.Equal("0", (await stage.Backend.StatusAsync(handle)).Running.ToString());
        Assert.Contains("JobArrayTaskLimit", SlurmCluster.Shared.Ask("squeue", "-h", "-t", "PD", "-o", "%r"), StringComparison.Ordinal);
        Assert.Empty(await stage.Cluster!.ExplainAsync(Token));
    }

    [Fact]
    public async Task Avoid_HostsOfLaterAndWaitingArrays_GetNoneOfThem()
    {
        await using SlurmStage stage = await SlurmStage.OpenAsync(static options => options with { Partition = "all" });
        JobHandle busy = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("r-busy", 2 * SlurmCluster.Slots, Script.Hold)));
        JobHandle waiting = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("r-waiting", 2, "0")));
        await stage.HeldAsync(0, 1, 2, 3);
        await stage.Backend.StatusAsync(waiting);
        await ((IHostControl)stage.Backend).AvoidAsync([SlurmCluster.Host, "another", "odd; exit 9"], Token);
        JobHandle later = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("r-later", 1, "0")));
        Assert.Equal([SlurmCluster.Host, SlurmCluster.Host], Excluded(waiting).Concat(Excluded(later)));
        long before = stage.Effort;
        await ((IHostControl)stage.Backend).AvoidAsync(["another", SlurmCluster.Host], Token);
        Assert.Equal(0, stage.Effort - before);
        await ((IHostControl)stage.Backend).AvoidAsync([], Token);
        Assert.Equal(["(null)"], Excluded(waiting));
        await stage.ReleaseAsync();
        await stage.Backend.UntilEndedAsync(busy, 2 * SlurmCluster.Slots);
        await stage.Backend.UntilEndedAsync(later, 1);
    }

    private static IEnumerable<string> Excluded(JobHandle handle) => SlurmCluster.Shared.Ask("scontrol", "show", "job", handle.BackendId)
        .Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
        .Where(static word => word.StartsWith("ExcNodeList=", StringComparison.Ordinal))
        .Select(static word => word["ExcNodeList=".Length..]);

    private static async Task<Dictionary<string, string>> PrintAsync(ArrayAsk ask)
    {
        await using SlurmStage stage = await SlurmStage.OpenAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(ask));
        Assert.Empty((await stage.Backend.UntilEndedAsync(handle, 1)).Abnormal);
        return (await File.ReadAllTextAsync(stage.Gate + ".env", Token)).Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(static entry => entry.Split('=', 2))
            .ToDictionary(static parts => parts[0], static parts => parts[1]);
    }
}
