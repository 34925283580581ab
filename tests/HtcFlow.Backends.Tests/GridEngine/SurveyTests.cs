using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.GridEngine;
using HtcFlow.Testing.GridEngine;

namespace HtcFlow.Backends.Tests.GridEngine;

[Collection(nameof(GridEngine))]
public sealed class SurveyTests
{
    [Fact]
    public async Task Take_RealCell_SaysWhatItAllowsAndRefusesAndSubmitsNothing()
    {
        GridCell cell = GridCell.Shared;
        var usual = new GridEngineOptions
        {
            SpoolDirectory = "/nowhere",
            RunnerPath = "/bin/true",
            CommandDirectory = cell.CommandDirectory,
            CommandEnvironment = cell.Environment,
        };
        ClusterSurvey survey = await GridEngineSurvey.TakeAsync(
            usual with
            {
                Targets = new Dictionary<string, GridEngineOptions>
                {
                    ["good"] = usual with { Queue = "all.q" },
                    ["far"] = usual with { Queue = "nowhere.q" },
                    ["rich"] = usual with { Project = "gold" },
                },
            },
            triesArrays: true, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal((75_000, 2_000), (survey.MaxArrayElements, survey.MaxRunning));
        Assert.Equal(["far", "rich"], survey.Refusals.Select(static refusal => refusal.Target));
        Assert.Contains("nowhere.q", survey.Refusals[0].Reason, StringComparison.Ordinal);
        Assert.Contains("gold", survey.Refusals[1].Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("htcflow-tri", cell.Ask("qstat", "-u", "*"), StringComparison.Ordinal);
    }
}
