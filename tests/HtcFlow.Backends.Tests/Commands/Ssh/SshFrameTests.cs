using System.Text;
using HtcFlow.Backends.Commands;
using HtcFlow.Backends.Commands.Ssh;

namespace HtcFlow.Backends.Tests.Commands.Ssh;

public sealed class SshFrameTests
{
    private static readonly LocalCommands s_shell = new(new Dictionary<string, string> { ["SESSION"] = "secret" }, TimeSpan.FromSeconds(30), TimeProvider.System);

    [Fact]
    public async Task Program_KeptVariables_AreAllThatTheCommandGets()
    {
        var login = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["HOME"] = "/it's me", ["SGE_ROOT"] = "/opt" };
        CommandReply? reply = await RunAsync(
            new Command("env", []) { Keeps = ["PATH", "HOME"], Variables = new Dictionary<string, string> { ["SET"] = "$(id)" }, Hopeless = ["never"] },
            login,
            new Dictionary<string, string> { ["GIVEN"] = "a\nb" });
        Assert.Equal(
            ["GIVEN=a", "HOME=/it's me", "LC_ALL=C", "PATH=/usr/bin:/bin", "SET=$(id)", "b"],
            reply!.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Program_TakenAwayVariable_IsNotThere()
    {
        CommandReply? reply = await RunAsync(
            new Command("sh", ["-c", "echo \"${SESSION-none} ${OTHER-none}\""]), new Dictionary<string, string> { ["OTHER"] = "yes" }, new Dictionary<string, string> { ["SESSION"] = "" });
        Assert.Equal("none yes\n", reply!.Text);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("Welcome!\n", null)]
    [InlineData("\nhtcflow-command-begins\nhalf of the re", null)]
    [InlineData("\nhtcflow-command-begins\nall\nhtcflow-command-ended 0", "all")]
    [InlineData("\nhtcflow-command-begins\n\nhtcflow-command-ended 0\n", "")]
    [InlineData("Welcome!\n\nhtcflow-command-begins\na\nhtcflow-command-ended 1\nb\n\nhtcflow-command-ended 0\n", "a\nhtcflow-command-ended 1\nb\n")]
    [InlineData("\nhtcflow-command-ended 0\n\nhtcflow-command-begins\n", null)]
    [InlineData("\nhtcflow-command-begins\na\nhtcflow-command-ended x\n", null)]
    public void Read_Replies_AreWholeOrNone(string output, string? text) =>
        Assert.Equal(text, SshFrame.Read(new CommandReply(0, Encoding.UTF8.GetBytes(output), ""))?.Text);

    // What sshd does, without it.
    private static async Task<CommandReply?> RunAsync(Command command, Dictionary<string, string> login, Dictionary<string, string> given)
    {
        byte[] program = SshFrame.Program(command, login, given);
        return SshFrame.Read(await s_shell.RunAsync(
            new Command("/bin/sh", ["-c", SshFrame.Line(program.Length)]) { InputBytes = program }, TestContext.Current.CancellationToken));
    }
}
