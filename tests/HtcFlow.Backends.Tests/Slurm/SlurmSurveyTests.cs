using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Slurm;
using HtcFlow.Testing.Slurm;

namespace HtcFlow.Backends.Tests.Slurm;

[Collection(nameof(Slurm))]
public sealed class SlurmSurveyTests
{
    [Fact]
    public async Task Take_RealCluster_SaysWhatItAllowsAndRefuses()
    {
        var usual = new SlurmOptions { SpoolDirectory = "/nowhere", RunnerPath = "/bin/true", CommandEnvironment = SlurmCluster.Shared.Environment };
        ClusterSurvey survey = await SlurmSurvey.TakeAsync(
            usual with
            {
                Targets = new Dictionary<string, SlurmOptions>
                {
                    ["good"] = usual with { Partition = "main" },
                    ["far"] = usual with { Partition = "nowhere" },
                },
            },
            triesArrays: true, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.InRange(survey.MaxArrayElements, 1, 1_000_000);
        Assert.Equal((SlurmCluster.Slots, 1), (survey.Slots, survey.Hosts));
        Assert.Equal("far", Assert.Single(survey.Refusals).Target);
    }
}
