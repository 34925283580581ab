using HtcFlow.Backends.Commands;
using HtcFlow.Core.Ports;
using HtcFlow.Testing;

namespace HtcFlow.Backends.Tests.Commands;

public sealed class LocalCommandsTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly LocalCommands _commands;

    public LocalCommandsTests() => _commands = new LocalCommands(
        new Dictionary<string, string> { ["GIVEN"] = "yes", ["HOME"] = "" }, TimeSpan.FromSeconds(30), _clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Run_WordsAndInput_ArriveAsTheyAre()
    {
        CommandReply reply = await _commands.RunAsync(
            new Command("sh", ["-c", "printf '%s|' \"$@\" \"$GIVEN\" \"${HOME-none}\" \"$LC_ALL\"; cat; echo no >&2; exit 3", "sh", "$(id)", "a b", ""]) { Input = "in\n" },
            Token);
        Assert.Equal((3, "$(id)|a b||yes|none|C|in\n", "no\n"), (reply.Exit, reply.Text, reply.Error));
        Assert.Equal(1, _commands.Started);
    }

    [Fact]
    public async Task Run_KeptVariables_AreAllThatComesFromThisProcess()
    {
        CommandReply reply = await _commands.RunAsync(
            new Command("env", []) { Keeps = ["PATH", "HOME", "NOT_THERE"], Variables = new Dictionary<string, string> { ["SET"] = "it" } }, Token);
        Assert.Equal(["GIVEN=yes", "LC_ALL=C", "PATH=" + Environment.GetEnvironmentVariable("PATH"), "SET=it"], reply.Text.Trim().Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_SaysThatItWouldOnlyWait_IsEndedWithWhatItSaid()
    {
        CommandReply reply = await _commands.RunAsync(
            new Command("sh", ["-c", "echo queue full, sleep >&2; exec sleep 1000"]) { Hopeless = ["other", "full, sleep"] }, Token);
        Assert.Equal((137, "queue full, sleep\n"), (reply.Exit, reply.Error));
    }

    [Fact]
    public async Task Run_KilledBySignal_Is128AndTheSignal() =>
        Assert.Equal(137, (await _commands.RunAsync(new Command("sh", ["-c", "kill -9 $$"]), Token)).Exit);

    [Fact]
    public async Task Run_InputThatNobodyReads_IsNoError() =>
        Assert.Equal(0, (await _commands.RunAsync(new Command("true", []) { Input = new string('a', 1 << 20) }, Token)).Exit);

    [Fact]
    public async Task Run_MuchErrorOutput_IsCut()
    {
        CommandReply reply = await _commands.RunAsync(new Command("sh", ["-c", "head -c 1000000 /dev/zero >&2"]), Token);
        Assert.Equal((0, 64 << 10), (reply.Exit, reply.Error.Length));
    }

    [Fact]
    public async Task Run_EndlessOutput_IsEnded()
    {
        FaultException fault = await Assert.ThrowsAsync<FaultException>(
            () => _commands.RunAsync(new Command("yes", []) { MaxOutputBytes = 100_000 }, Token));
        Assert.Equal(FaultKind.Broken, fault.Kind);
    }

    [Fact]
    public async Task Run_Hangs_IsEndedAfterTheTimeout()
    {
        string sign = _directory.At("sign");
        Task<CommandReply> run = _commands.RunAsync(new Command("sh", ["-c", "echo $$ > \"$1.t\"; mv \"$1.t\" \"$1\"; exec sleep 1000", "sh", sign]), Token);
        await Script.SoonAsync(() => File.Exists(sign));
        _clock.Advance(TimeSpan.FromSeconds(31));
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => run);
        Assert.Equal((FaultKind.Transient, "it did not end within 30 s; it is tried again"), (fault.Kind, fault.Detail));
        string process = "/proc/" + (await File.ReadAllTextAsync(sign, Token)).Trim();
        await Script.SoonAsync(() => !Directory.Exists(process));
    }

    [Fact]
    public async Task Run_Cancelled_EndsTheProgram()
    {
        using var cancelled = new CancellationTokenSource();
        Task<CommandReply> run = _commands.RunAsync(new Command("sleep", ["1000"]), cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task Run_MissingOrNotExecutable_SaysWhatToDo()
    {
        FaultException missing = await Assert.ThrowsAsync<FaultException>(() => _commands.RunAsync(new Command(_directory.At("no"), []), Token));
        Assert.Equal(FaultKind.Broken, missing.Kind);
        FaultException denied = await Assert.ThrowsAsync<FaultException>(() => _commands.RunAsync(new Command(_directory.Write("text", "text"), []), Token));
        Assert.Equal(FaultKind.Denied, denied.Kind);
        Assert.Equal(0, _commands.Started);
    }

    [Fact]
    public async Task Files_LengthAndParts_AreRead()
    {
        string file = _directory.Write("file", "0123456789");
        Assert.Equal(10, await _commands.LengthAsync(file, Token));
        Assert.Equal(0, await _commands.LengthAsync(_directory.At("later"), Token));
        Assert.Equal(-1, await _commands.LengthAsync(_directory.At("no", "file"), Token));
        Assert.Equal("345"u8.ToArray(), await _commands.ReadAsync(file, 3, 3, Token));
        Assert.Equal("9"u8.ToArray(), await _commands.ReadAsync(file, 9, 100, Token));
        Assert.Empty(await _commands.ReadAsync(file, 11, 100, Token));
        Assert.Empty(await _commands.ReadAsync(_directory.At("later"), 0, 100, Token));
    }
}
