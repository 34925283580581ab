using System.Text;
using HtcFlow.Backends.GridEngine;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Testing.GridEngine;

namespace HtcFlow.Backends.Tests.GridEngine;

/// <summary>What an array asks for, on the real cell: values, slots, limits and hosts.</summary>
[Collection(nameof(GridEngine))]
public sealed class RequestTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Script_ValuesOfEveryKind_ArriveAsTheyWere()
    {
        var values = new Dictionary<string, string>
        {
            ["A"] = "$(exit 9) `id` \\ \"double\" 'single' ${HOME} * ~ ; & |",
            ["B"] = "line\n#$ -N evil\n#$ -q nowhere.q\nEOF\n",
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
        Assert.Equal(GridCell.Shared.Host, seen["HTCFLOW_HOST"]);
        Assert.Equal(seen["TMP"], seen["TMPDIR"]);
        Assert.Equal("r-values", seen["JOB_NAME"]);
    }

    [Fact]
    public async Task Resources_TwoProcessors_AreTwoSlotsOfOneHost()
    {
        Dictionary<string, string> seen = await PrintAsync(Script.Ask("r-slots", 1, "print", vcpus: 2) with
        {
            Resources = new ResourceSpec { Vcpus = 2, MemoryBytes = 512 << 20, Walltime = TimeSpan.FromHours(1) },
        });
        Assert.Equal("2", seen["NSLOTS"]);
        Assert.Equal("1", seen["NHOSTS"]);
    }

    [Fact]
    public async Task Avoid_OnlyHost_KeepsLaterArraysWaiting()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync();
        await ((IHostControl)stage.Backend).AvoidAsync([GridCell.Shared.Host, "another; exit 9"], Token);
        JobHandle kept = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("r-kept", 1, "0")));
        await ((IHostControl)stage.Backend).AvoidAsync([], Token);
        JobHandle free = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("r-free", 1, "0")));
        await stage.Backend.UntilEndedAsync(free, 1);
        ArrayStatus status = await stage.Backend.StatusAsync(kept);
        Assert.Empty(status.Running);
        Assert.Empty(status.Ended);
    }

    [Fact]
    public async Task Avoid_WhereQueuesMayBeDisabled_DisablesAndALaterEngineEnables()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(static options => options with { DisablesQueues = true });
        string host = GridCell.Shared.Host;
        await ((IHostControl)stage.Backend).AvoidAsync([host, "nowhere"], Token);
        Assert.Equal("d", State());
        await stage.ReopenAsync();
        await ((IHostControl)stage.Backend).AvoidAsync([], Token);
        Assert.Equal("", State());
    }

    private static string State() =>
        Assert.Single(GridEngineReplies.Hosts(new MemoryStream(Encoding.UTF8.GetBytes(GridCell.Shared.Ask("qhost", "-q", "-xml"))))).State;

    private static async Task<Dictionary<string, string>> PrintAsync(ArrayAsk ask)
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(ask));
        Assert.Empty((await stage.Backend.UntilEndedAsync(handle, 1)).Abnormal);
        return (await File.ReadAllTextAsync(stage.Gate + ".env", Token)).Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(static entry => entry.Split('=', 2))
            .ToDictionary(static parts => parts[0], static parts => parts[1]);
    }
}
