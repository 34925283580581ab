using HtcFlow.Backends.Commands;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Tests.GridEngine;

/// <summary>Real commands whose replies can get lost on the way.</summary>
internal sealed class WatchedCommands(ICommands inner) : ICommands
{
    private readonly List<string> _programs = [];

    public long Started => inner.Started;

    /// <summary>Program whose replies get lost after it has done its work; empty for none.</summary>
    internal string LosesRepliesOf { get; set; } = "";

    /// <summary>Programs in the order of their runs.</summary>
    internal IReadOnlyList<string> Programs => _programs;

    public async Task<CommandReply> RunAsync(Command command, CancellationToken cancellationToken)
    {
        string name = Path.GetFileName(command.Program);
        _programs.Add(name);
        CommandReply reply = await inner.RunAsync(command, cancellationToken);
        return name == LosesRepliesOf ? throw new FaultException(FaultKind.Transient, "run", name, "its reply got lost") : reply;
    }

    public Task<long> LengthAsync(string path, CancellationToken cancellationToken) => inner.LengthAsync(path, cancellationToken);

    public Task<byte[]> ReadAsync(string path, long offset, int bytes, CancellationToken cancellationToken) =>
        inner.ReadAsync(path, offset, bytes, cancellationToken);
}
