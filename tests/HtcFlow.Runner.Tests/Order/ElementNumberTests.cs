using HtcFlow.Runner.Order;

namespace HtcFlow.Runner.Tests.Order;

public sealed class ElementNumberTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("HTCFLOW_ELEMENT=7", 7)]
    [InlineData("AWS_BATCH_JOB_ARRAY_INDEX=9999", 9999)]
    [InlineData("SLURM_ARRAY_TASK_ID=3", 3)]
    [InlineData("SGE_TASK_ID=1", 0)]
    [InlineData("SGE_TASK_ID=undefined", 0)]
    [InlineData("HTCFLOW_ELEMENT=2;SGE_TASK_ID=9", 2)]
    public void Read_Scheduler_CountsFromZero(string variables, long element) =>
        Assert.Equal(element, ElementNumber.Read(Variables.Of(variables)));

    [Theory]
    [InlineData("HTCFLOW_ELEMENT=seven")]
    [InlineData("SGE_TASK_ID=0")]
    [InlineData("SLURM_ARRAY_TASK_ID=-1")]
    public void Read_Nonsense_IsABadOrder(string variables) =>
        Assert.Throws<OrderProblem>(() => ElementNumber.Read(Variables.Of(variables)));

    [Theory]
    [InlineData("", 0)]
    [InlineData("AWS_BATCH_JOB_ATTEMPT=1", 0)]
    [InlineData("AWS_BATCH_JOB_ATTEMPT=3", 2)]
    [InlineData("SLURM_RESTART_COUNT=2", 2)]
    [InlineData("RESTARTED=0", 0)]
    [InlineData("RESTARTED=1", 1)]
    [InlineData("RESTARTED=2", 1)]
    [InlineData("SLURM_RESTART_COUNT=many", 0)]
    public void Reruns_Scheduler_AreCounted(string variables, int reruns) => Assert.Equal(reruns, Reruns.Read(Variables.Of(variables)));
}
