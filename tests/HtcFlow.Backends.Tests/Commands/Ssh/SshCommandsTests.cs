using System.Text;
using HtcFlow.Backends.Commands;
using HtcFlow.Backends.Commands.Ssh;
using HtcFlow.Core.Ports;
using HtcFlow.Testing;
using HtcFlow.Testing.Ssh;

namespace HtcFlow.Backends.Tests.Commands.Ssh;

/// <summary>Commands through a real <c>sshd</c>.</summary>
public sealed class SshCommandsTests : IAsyncDisposable
{
    // As short as a busy machine allows: in it a connection is made.
    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(6);

    private readonly TempDirectory _directory = new();
    private readonly SshServer _server = new(new Dictionary<string, string> { ["SGE_ROOT"] = "/opt/sge", ["OTHER"] = "no" });
    private readonly SshCommands _commands;

    public SshCommandsTests() => _commands = Commands(TimeSpan.FromSeconds(30));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _commands.DisposeAsync();
        _server.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Run_WordsAndInput_ArriveAsTheyAre()
    {
        string[] odd = ["$(id)", "a b", "", "it's", "`x` \\ \"", "two\nlines\n", "ä!*?~#", "-n"];
        CommandReply reply = await _commands.RunAsync(
            new Command("sh", ["-c", "printf '%s|' \"$@\" \"$GIVEN\" \"$SGE_ROOT\" \"$LC_ALL\"; cat; echo no >&2; exit 3", "sh", .. odd]) { Input = "in\n" }, Token);
        Assert.Equal((3, string.Join('|', odd) + "|yes|/opt/sge|C|in\n", "no\n"), (reply.Exit, reply.Text, reply.Error));
    }

    [Fact]
    public async Task Run_BytesThatAreNoText_GoThereAndBack()
    {
        byte[] bytes = new byte[3 << 20];
        new Random(1).NextBytes(bytes);
        CommandReply reply = await _commands.RunAsync(new Command("cat", []) { InputBytes = bytes }, Token);
        Assert.Equal(bytes, reply.Output);
    }

    [Fact]
    public async Task Run_ManyCommands_ShareOneConnection()
    {
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal($"{i}", (await _commands.RunAsync(new Command("printf", [$"{i}"]), Token)).Text);
        }

        Assert.Equal((1, 5L), (_commands.Connections, _commands.Started));
    }

    [Fact]
    public async Task Run_MoreWordsThanOneArgumentHolds_IsNoMatter()
    {
        string[] words = [.. Enumerable.Range(0, 20_000).Select(static i => $"4711.{i}")];
        CommandReply reply = await _commands.RunAsync(new Command("sh", ["-c", "echo $#", "sh", .. words]), Token);
        Assert.Equal("20000\n", reply.Text);
    }

    [Fact]
    public async Task Run_NoSuchProgram_IsBroken()
    {
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => _commands.RunAsync(new Command("/opt/no-such/qsub", []), Token));
        Assert.Equal(FaultKind.Broken, fault.Kind);
        Assert.Contains("no such command on login.cluster", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_KilledBySignal_Is128AndTheSignal() =>
        Assert.Equal(137, (await _commands.RunAsync(new Command("sh", ["-c", "kill -9 $$"]), Token)).Exit);

    [Fact]
    public async Task Run_ConnectionCutInTheMiddle_IsAnOutageAndTheNextOneConnectsAgain()
    {
        string sign = _directory.At("sign");
        Task<CommandReply> run = _commands.RunAsync(new Command("sh", ["-c", ": >\"$1\"; while :; do sleep 1; done", "sh", sign]), Token);
        await Script.SoonAsync(() => File.Exists(sign));
        _server.Stop();
        Assert.Equal(FaultKind.Transient, (await Assert.ThrowsAsync<FaultException>(() => run)).Kind);
        FaultException down = await Assert.ThrowsAsync<FaultException>(() => _commands.RunAsync(new Command("true", []), Token));
        Assert.Equal((FaultKind.Transient, "login.cluster"), (down.Kind, down.Subject));
        _server.Start();
        Assert.Equal(0, (await _commands.RunAsync(new Command("true", []), Token)).Exit);
        Assert.Equal(2, _commands.Connections);
    }

    [Fact]
    public async Task Run_TooLong_IsAnOutage()
    {
        await using SshCommands hasty = Commands(s_connect);
        Assert.Equal(0, (await hasty.RunAsync(new Command("true", []), Token)).Exit);
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => hasty.RunAsync(new Command("sleep", ["60"]), Token));
        Assert.Equal(FaultKind.Transient, fault.Kind);
    }

    [Fact]
    public async Task Run_KeyThatIsNotLetIn_IsDeniedAndSaysWhatToDo()
    {
        _server.LockOut();
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => _commands.RunAsync(new Command("true", []), Token));
        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.Contains("ssh-agent", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnknownHostKey_IsDeniedAndSaysWhatToDo()
    {
        _server.ForgetHostKey();
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => _commands.RunAsync(new Command("true", []), Token));
        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.Contains("by hand once", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ProfileSlowerThanAConnection_IsWaitedFor()
    {
        _server.WriteProfile("sleep 8\n");
        await using SshCommands patient = Commands(TimeSpan.FromSeconds(30), change: static o => o with { ConnectTimeout = s_connect });
        Assert.Equal(0, (await patient.RunAsync(new Command("true", []), Token)).Exit);
    }

    [Fact]
    public async Task Run_ProfileWithoutAnEnd_IsAnOutageThatNamesIt()
    {
        _server.WriteProfile("exec sleep 20\n");
        await using SshCommands hasty = Commands(
            TimeSpan.FromSeconds(30), change: static o => o with { ConnectTimeout = s_connect, LoginTimeout = TimeSpan.FromSeconds(1) });
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => hasty.RunAsync(new Command("true", []), Token));
        Assert.Equal(FaultKind.Transient, fault.Kind);
        Assert.Contains("~/.bashrc", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoClient_IsBroken()
    {
        await using var commands = new SshCommands(
            new SshOptions { Address = SshAddress.Parse("login")!, Program = "/no/such/ssh" }, new Dictionary<string, string>(), TimeSpan.FromSeconds(30), TimeProvider.System);
        Assert.Equal(FaultKind.Broken, (await Assert.ThrowsAsync<FaultException>(() => commands.RunAsync(new Command("true", []), Token))).Kind);
    }

    [Fact]
    public async Task Variable_OfALogin_IsKnown()
    {
        Assert.Equal("/opt/sge", await _commands.VariableAsync("SGE_ROOT", Token));
        Assert.Equal("yes", await _commands.VariableAsync("GIVEN", Token));
        Assert.Null(await _commands.VariableAsync("OTHER", Token));
    }

    [Fact]
    public async Task Files_OfTheLoginNode_AreReadInParts()
    {
        string path = _directory.At("a file");
        Assert.Equal(0, await _commands.LengthAsync(path, Token));
        Assert.Equal(-1, await _commands.LengthAsync(_directory.At("no", "file"), Token));
        Assert.Empty(await _commands.ReadAsync(path, 0, 10, Token));
        await File.WriteAllTextAsync(path, "0123456789", Token);
        Assert.Equal(10, await _commands.LengthAsync(path, Token));
        Assert.Equal("345", Encoding.ASCII.GetString(await _commands.ReadAsync(path, 3, 3, Token)));
        Assert.Equal("89", Encoding.ASCII.GetString(await _commands.ReadAsync(path, 8, 100, Token)));
    }

    [Fact]
    public async Task Place_Runner_IsSentOnceForEachContent()
    {
        string home = _directory.At("home");
        string runner = _directory.At("runner");
        await File.WriteAllTextAsync(runner, "#!/bin/sh\necho one\n", Token);
        await using SshCommands commands = Commands(TimeSpan.FromSeconds(30), home);
        string there = await RunnerPlacement.PlaceAsync(commands, runner, Token);
        Assert.StartsWith(home + "/.htcflow/runners/", there, StringComparison.Ordinal);
        Assert.Equal("one\n", (await commands.RunAsync(new Command(there, []), Token)).Text);
        long before = commands.Started;
        Assert.Equal(there, await RunnerPlacement.PlaceAsync(commands, runner, Token));
        Assert.Equal(before + 1, commands.Started);

        // A torn one is not taken for the whole.
        await File.WriteAllTextAsync(there, "#!", Token);
        Assert.Equal(there, await RunnerPlacement.PlaceAsync(commands, runner, Token));
        Assert.Equal("one\n", (await commands.RunAsync(new Command(there, []), Token)).Text);
        await File.WriteAllTextAsync(runner, "#!/bin/sh\necho two\n", Token);
        Assert.NotEqual(there, await RunnerPlacement.PlaceAsync(commands, runner, Token));
        Assert.Equal(2, Directory.GetFiles(home, "*", SearchOption.AllDirectories).Length);
    }

    private SshCommands Commands(TimeSpan timeout, string? home = null, Func<SshOptions, SshOptions>? change = null)
    {
        var environment = new Dictionary<string, string> { ["GIVEN"] = "yes" };
        if (home is not null)
        {
            environment["HOME"] = home;
        }

        var options = new SshOptions { Address = SshAddress.Parse("ssh://login.cluster")!, Program = _server.Client };
        return new SshCommands(change?.Invoke(options) ?? options, environment, timeout, TimeProvider.System);
    }
}
