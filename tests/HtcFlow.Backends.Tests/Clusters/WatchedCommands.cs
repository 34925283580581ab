using HtcFlow.Backends.Commands;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Tests.Clusters;

/// <summary>Real commands whose replies can get lost on the way.</summary>
internal sealed class WatchedCommands(ICommands inner) : ICommands
{
    private readonly List<string> _programs = [];

    public long Started => inner.Started;

    /// <summary>Program whose replies get lost after it has done its work; empty for none.</summary>
    internal string LosesRepliesOf { get; set; } = "";

    /// <summary>Changes replies on their way, by the name of the program.</summary>
    internal Func<string, CommandReply, CommandReply> Change { get; set; } = static (_, reply) => reply;

    /// <summary>User whose commands these are; empty for this process's own.</summary>
    internal string RunsAs { get; set; } = "";

    /// <summary>Programs in the order of their runs.</summary>
    internal IReadOnlyList<string> Programs => _programs;

    public bool IsHere => inner.IsHere;

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    public ValueTask<string?> VariableAsync(string name, CancellationToken cancellationToken) => inner.VariableAsync(name, cancellationToken);

    public async Task<CommandReply> RunAsync(Command command, CancellationToken cancellationToken)
    {
        string name = Path.GetFileName(command.Program);
        _programs.Add(name);
        Command run = RunsAs.Length == 0 ? command
            : command with { Program = "setpriv", Arguments = ["--reuid", RunsAs, "--regid", "nogroup", "--clear-groups", command.Program, .. command.Arguments] };
        CommandReply reply = await inner.RunAsync(run, cancellationToken);
        return name == LosesRepliesOf ? throw new FaultException(FaultKind.Transient, "run", name, "its reply got lost") : Change(name, reply);
    }

    public Task<long> LengthAsync(string path, CancellationToken cancellationToken) => inner.LengthAsync(path, cancellationToken);

    public Task<byte[]> ReadAsync(string path, long offset, int bytes, CancellationToken cancellationToken) =>
        inner.ReadAsync(path, offset, bytes, cancellationToken);
}
