using HtcFlow.Backends.Slurm;

namespace HtcFlow.Backends.Tests.Slurm;

public sealed class SlurmReasonsTests
{
    [Theory]
    [InlineData("ReqNodeNotAvail, UnavailableNodes:n1", "n1")]
    [InlineData("ReqNodeNotAvail, UnavailableNodes:n[1-3,7],m4", "n[1-3,7],m4")]
    [InlineData("ReqNodeNotAvail, UnavailableNodes:", "")]
    [InlineData("JobHeldUser", "")]
    public void NodesIn_ReasonAndItsExplanation_AreTheNodesItNames(string reason, string nodes)
    {
        Assert.Equal(nodes, SlurmReasons.NodesIn([reason]));
        Assert.Equal(nodes, SlurmReasons.NodesIn([SlurmReasons.Explain(reason)]));
        Assert.Equal(nodes, SlurmReasons.NodesIn([reason, SlurmReasons.Explain(reason)]));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("n1|none\n", "")]
    [InlineData("n1|Duplicate jobid\n", "n1: Duplicate jobid")]
    [InlineData("n[1-2]|disk | full\nn3|Not responding\n", "n[1-2]: disk | full; n3: Not responding")]
    [InlineData("n1|a\nn2|b\nn3|c\nn4|d\n", "n1: a; n2: b; n3: c; ...")]
    public void Remarks_RepliesOfSinfo_AreTheFirstFew(string text, string remarks) => Assert.Equal(remarks, SlurmReasons.Remarks(text));
}
