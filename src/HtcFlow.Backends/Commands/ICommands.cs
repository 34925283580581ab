using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Commands;

/// <summary>The machine on which a scheduler's commands run: this one, or a login node behind one connection.</summary>
/// <remarks>Callers: one backend, from any thread. A program's own refusal is a reply; what keeps it from running is a <see cref="FaultException"/>.</remarks>
internal interface ICommands : IAsyncDisposable
{
    /// <summary>Programs started and files read by way of a program so far.</summary>
    long Started { get; }

    /// <summary>Whether they run on this machine, so that reading a file starts no process.</summary>
    bool IsHere { get; }

    /// <summary>A variable of the environment in which programs run; null when it is not set.</summary>
    /// <exception cref="FaultException">The machine cannot be reached.</exception>
    ValueTask<string?> VariableAsync(string name, CancellationToken cancellationToken);

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="FaultException">It cannot be started (<see cref="FaultKind.Broken"/>, <see cref="FaultKind.Denied"/>), or it did not end in
    /// time (<see cref="FaultKind.Transient"/>: what it was to do may or may not have happened).</exception>
    Task<CommandReply> RunAsync(Command command, CancellationToken cancellationToken);

    /// <summary>Length of a file; 0 when it is not there yet, -1 when its directory is not there or cannot be looked into.</summary>
    Task<long> LengthAsync(string path, CancellationToken cancellationToken);

    /// <summary>Reads a part of a file; less than asked for at its end, empty when it cannot be read.</summary>
    Task<byte[]> ReadAsync(string path, long offset, int bytes, CancellationToken cancellationToken);
}
