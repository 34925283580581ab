using System.Reflection;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Flags;
using HtcFlow.Runner.Order;
using HtcFlow.Runner.Tests.Order;

namespace HtcFlow.Runner.Tests.Flags;

public sealed class FlagReaderTests
{
    [Theory]
    [InlineData("--store /s -- sim -a --b", "sim|-a|--b")]
    [InlineData("--store=/s sim --store x", "sim|--store|x")]
    [InlineData("sim", "sim")]
    [InlineData("-- -odd", "-odd")]
    [InlineData("--quiet -", "-")]
    [InlineData("", "")]
    public void Read_Command_BeginsAfterTheFlags(string line, string command) =>
        Assert.Equal(command, string.Join('|', Read(line).Command));

    [Fact]
    public void Read_FlagAndVariable_FlagWins()
    {
        FlagSet flags = Read("--store /flag --cpu-level=avx -- true", "HTCFLOW_STORE=/variable;HTCFLOW_HOST=h");

        Assert.Equal(("/flag", "avx", "h"), (flags.Text("store"), flags.Text("cpu-level"), flags.Text("host")));
        Assert.Equal("/flag", flags.Variable("HTCFLOW_STORE"));
    }

    [Fact]
    public void List_FlagsAreTakenWhole_VariablesArePartedAtSpace()
    {
        Assert.Equal(["a b", "c"], Read("--output", "a b", "--output=c").List("output"));
        Assert.Equal(["a", "b", "c"], Read("true", "HTCFLOW_OUTPUT=a b\n c").List("output"));
        Assert.Equal(["c"], Read("--output=c", "HTCFLOW_OUTPUT=a b").List("output"));
    }

    [Theory]
    [InlineData("--stroe /s", "--stroe is no flag; did you mean --store?")]
    [InlineData("--ouput=x", "--ouput is no flag; did you mean --output?")]
    [InlineData("-s x", "-s is no flag; 'htcflow-runner --help' lists the flags")]
    [InlineData("--silence", "--silence lacks its value; write --silence TIME.")]
    [InlineData("--silence -- x", "--silence lacks its value; write --silence TIME.")]
    public void Read_BadFlag_SaysWhatAndWhatToDo(string line, string message) =>
        Assert.StartsWith(message, Assert.Throws<OrderProblem>(() => Read(line)).Message, StringComparison.Ordinal);

    [Fact]
    public void Respell_GivenAsAFlag_NamesTheFlag()
    {
        FlagSet flags = Read("--retry-exit 300 -- true");

        OrderProblem problem = Assert.Throws<OrderProblem>(() => RunnerSettings.Read(flags.Variable, "host"));

        Assert.Equal("--retry-exit is '300'; set it to a whole number from 1 to 255.", flags.Respell(problem.Message));
    }

    [Fact]
    public void Table_Variables_AreAllThatTheEnvironmentCanSay()
    {
        // What one process tells another, and what is set for the command, is nothing for a person to say.
        string[] internals =
        [
            RunnerEnvironment.Order, RunnerEnvironment.Job, RunnerEnvironment.LockDescriptor, RunnerEnvironment.HeapRange,
            RunnerEnvironment.TaskCampaign, RunnerEnvironment.TaskStage, RunnerEnvironment.TaskIndex,
        ];
        IEnumerable<string> said = typeof(RunnerEnvironment).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);

        Assert.Empty(said.Except(internals).Except(FlagTable.All.Select(f => f.Variable)));
    }

    [Fact]
    public void Table_Names_AreUniqueAndInTheHelp()
    {
        Assert.Equal(FlagTable.All.Count(), FlagTable.All.Select(f => f.Name).Distinct().Count());
        Assert.All(FlagTable.All, flag => Assert.Contains("  --" + flag.Name, Usage.Text, StringComparison.Ordinal));
    }

    private static FlagSet Read(string line, string variables = "") =>
        FlagReader.Read(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), Variables.Of(variables));

    private static FlagSet Read(params string[] arguments) => FlagReader.Read(arguments, Variables.Of(""));
}
