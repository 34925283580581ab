using System.Text;
using HtcFlow.Backends.GridEngine;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Ports.Abilities;
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
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(GridCell.Shared);
        JobHandle free = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("r-free", 1, "hold")));
        await ((IHostControl)stage.Backend).AvoidAsync([GridCell.Shared.Host, "another; exit 9"], Token);
        JobHandle kept = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("r-kept", 1, "0")));
        Assert.Equal([$"hostname=!({GridCell.Shared.Host})"], Asked(kept));
        Assert.Empty((await stage.Backend.StatusAsync(kept)).Running);
        await ((IHostControl)stage.Backend).AvoidAsync([], Token);
        await stage.ReleaseAsync();
        await stage.Backend.UntilEndedAsync(free, 1);
        await stage.Backend.UntilEndedAsync(kept, 1);
    }

    [Fact]
    public async Task Avoid_HostOfWaitingElements_KeepsThemAwayAndLeavesAloneWhatRuns()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(GridCell.Shared, static options => options with { ExtraArguments = ["-l", "arch=*"] });
        ArrayAsk ask = Script.Ask("r-later", 4, Script.Hold) with { Resources = new ResourceSpec { Walltime = TimeSpan.FromHours(1) } };
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(ask));
        await stage.HeldAsync(0, 1);
        await stage.Backend.StatusAsync(handle);
        string[] before = Asked(handle);
        await ((IHostControl)stage.Backend).AvoidAsync([GridCell.Shared.Host, "another"], Token);
        string avoided = string.Join('|', new[] { GridCell.Shared.Host, "another" }.Order(StringComparer.Ordinal));
        Assert.Equal([.. before, $"hostname=!({avoided})"], Asked(handle));
        await stage.ReleaseAsync();
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 2);
        Assert.Equal("0-1", status.Ended.ToString());
        Assert.Empty(status.Abnormal);
        Assert.Empty(status.Running);
        await ((IHostControl)stage.Backend).AvoidAsync([], Token);
        Assert.Equal([.. before, "hostname=*"], Asked(handle));
        Assert.Empty((await stage.Backend.UntilEndedAsync(handle, 4)).Abnormal);
    }

    [Fact]
    public async Task Avoid_WhereTheSiteAsksForHosts_LeavesThatAsItIs()
    {
        string host = GridCell.Shared.Host;
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(GridCell.Shared, options => options with { ExtraArguments = ["-l", $"hostname={host}"] });
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("r-own", 3, Script.Hold)));
        await ((IHostControl)stage.Backend).AvoidAsync([host], Token);
        Assert.Equal([$"hostname={host}"], Asked(handle));
        await stage.ReleaseAsync();
        await stage.Backend.UntilEndedAsync(handle, 3);
    }

    [Fact]
    public async Task Avoid_WhereQueuesMayBeDisabled_DisablesAndALaterEngineEnables()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(GridCell.Shared, static options => options with { DisablesQueues = true });
        string host = GridCell.Shared.Host;
        await ((IHostControl)stage.Backend).AvoidAsync([host, "nowhere"], Token);
        Assert.Equal("d", State());
        await stage.ReopenAsync();
        await ((IHostControl)stage.Backend).AvoidAsync([], Token);
        Assert.Equal("", State());
    }

    [Fact]
    public async Task Submit_ForTargets_AsksEachAsItsTargetSays()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(GridCell.Shared, static options => options with
        {
            Targets = new Dictionary<string, GridEngineOptions>
            {
                ["good"] = options,
                ["bad"] = options with { Queue = "nowhere.q" },
            },
        });
        IReadOnlyList<SubmitReply> replies = await stage.Backend.SubmitAsync(
            [
                stage.Prepare(Script.Ask("r-bad", 1, "0") with { Target = "bad" }),
                stage.Prepare(Script.Ask("r-good", 1, "0") with { Target = "good" }),
            ],
            Token);
        Assert.Equal(GridCell.Slots, stage.Backend.Capabilities.Slots);
        Assert.Equal(FaultKind.Broken, replies[0].Fault!.Kind);
        Assert.Contains("nowhere.q", replies[0].Fault!.Message, StringComparison.Ordinal);
        Assert.Equal("good", replies[1].Handle!.Target);
        await stage.Backend.UntilEndedAsync(replies[1].Handle!, 1);
    }

    private static string[] Asked(JobHandle handle) =>
        [.. GridEngineReplies.Requests(new MemoryStream(Encoding.UTF8.GetBytes(GridCell.Shared.Ask("qstat", "-j", handle.BackendId, "-xml"))))];

    private static string State() =>
        Assert.Single(GridEngineReplies.Hosts(new MemoryStream(Encoding.UTF8.GetBytes(GridCell.Shared.Ask("qhost", "-q", "-xml"))))).State;

    private static async Task<Dictionary<string, string>> PrintAsync(ArrayAsk ask)
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(GridCell.Shared);
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(ask));
        Assert.Empty((await stage.Backend.UntilEndedAsync(handle, 1)).Abnormal);
        return (await File.ReadAllTextAsync(stage.Gate + ".env", Token)).Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(static entry => entry.Split('=', 2))
            .ToDictionary(static parts => parts[0], static parts => parts[1]);
    }
}
