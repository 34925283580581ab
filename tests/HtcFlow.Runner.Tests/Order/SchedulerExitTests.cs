using HtcFlow.Runner.Order;

namespace HtcFlow.Runner.Tests.Order;

public sealed class SchedulerExitTests
{
    [Theory]
    [InlineData("", SchedulerKind.Plain)]
    [InlineData("AWS_BATCH_JOB_ID=a-1", SchedulerKind.Batch)]
    [InlineData("SLURM_JOB_ID=7", SchedulerKind.Slurm)]
    [InlineData("JOB_ID=7;SGE_TASK_ID=undefined", SchedulerKind.GridEngine)]
    [InlineData("JOB_ID=7;SGE_TASK_ID=3", SchedulerKind.GridEngine)]
    [InlineData("JOB_ID=7", SchedulerKind.Plain)]
    [InlineData("AWS_BATCH_JOB_ID=a-1;SLURM_JOB_ID=7", SchedulerKind.Batch)]
    public void Detect_Variables_TellTheScheduler(string variables, object kind) =>
        Assert.Equal((SchedulerKind)kind, SchedulerExit.Detect(Variables.Of(variables)));

    // Columns: code, whether for another attempt, then the exit on plain, Batch, Grid Engine and Slurm.
    [Theory]
    [InlineData(0, false, 0, 0, 0, 0)]
    [InlineData(1, false, 1, 1, 1, 1)]
    [InlineData(75, false, 75, 75, 75, 75)]
    [InlineData(98, false, 98, 98, 98, 98)]
    [InlineData(99, false, 99, 99, 1, 99)]
    [InlineData(100, false, 100, 100, 1, 100)]
    [InlineData(139, false, 139, 139, 139, 139)]
    [InlineData(255, false, 255, 255, 255, 255)]
    [InlineData(75, true, 75, 75, 99, 75)]
    [InlineData(143, true, 75, 75, 99, 75)]
    public void Of_EndsAndSchedulers_GiveTheTable(int code, bool isForAnother, int plain, int batch, int gridEngine, int slurm)
    {
        int On(SchedulerKind kind) => SchedulerExit.Of(code, isForAnother, SchedulerExit.AgainOn(kind), kind);

        Assert.Equal(
            (plain, batch, gridEngine, slurm),
            (On(SchedulerKind.Plain), On(SchedulerKind.Batch), On(SchedulerKind.GridEngine), On(SchedulerKind.Slurm)));
    }

    [Fact]
    public void Of_EveryFailureOnGridEngine_NeverGives99Or100() =>
        Assert.All(Enumerable.Range(0, 256), code => Assert.False(SchedulerExit.Of(code, false, 99, SchedulerKind.GridEngine) is 99 or 100));
}
