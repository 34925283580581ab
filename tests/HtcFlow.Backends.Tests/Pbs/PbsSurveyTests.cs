using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Pbs;

namespace HtcFlow.Backends.Tests.Pbs;

public sealed class PbsSurveyTests
{
    [Fact]
    public async Task Take_StandIn_SaysWhatTheBackendWouldKeepTo()
    {
        await using PbsStage stage = await PbsStage.OpenAsync();
        ClusterSurvey survey = await PbsSurvey.TakeAsync(
            new PbsOptions { SpoolDirectory = "/nowhere", RunnerPath = "/bin/true" }, stage.Commands, TestContext.Current.CancellationToken);
        Assert.Equal((stage.Backend.Capabilities.MaxArrayElements, stage.Backend.Capabilities.Slots), (survey.MaxArrayElements, survey.Slots));
        Assert.False(survey.WasTried);
    }
}
