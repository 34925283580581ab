using System.Globalization;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Commands.Ssh;

/// <summary>Runs programs on a login node, through one connection that is made anew when it is lost.</summary>
/// <remarks>Nothing of ours runs there. A connection that is lost is an outage: whether the command ran stays open.</remarks>
internal sealed class SshCommands : ICommands
{
    private const int NotFound = 127; // exit codes of POSIX shells
    private const int NotExecutable = 126;

    private readonly SshOptions _options;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly TimeProvider _clock;
    private readonly LocalCommands _here;
    private readonly SemaphoreSlim _gate = new(1);
    private SshMaster? _master;
    private long _started;

    /// <summary>Makes a way to a login node; nothing is connected yet.</summary>
    /// <param name="options">How it is reached.</param>
    /// <param name="environment">Variables that are set there, or taken away where the value is empty.</param>
    /// <param name="timeout">Longest run of one program.</param>
    /// <param name="clock">Where time comes from.</param>
    internal SshCommands(SshOptions options, IReadOnlyDictionary<string, string> environment, TimeSpan timeout, TimeProvider clock)
    {
        _options = options;
        _environment = environment;
        _clock = clock;
        _here = new LocalCommands(new Dictionary<string, string>(), timeout, clock);
    }

    public long Started => Interlocked.Read(ref _started);

    public bool IsHere => false;

    /// <summary>Connections made so far.</summary>
    internal int Connections { get; private set; }

    public async ValueTask<string?> VariableAsync(string name, CancellationToken cancellationToken) =>
        _environment.TryGetValue(name, out string? value) ? value : (await MasterAsync(cancellationToken)).Environment.GetValueOrDefault(name);

    public async Task<CommandReply> RunAsync(Command command, CancellationToken cancellationToken)
    {
        SshMaster master = await MasterAsync(cancellationToken);
        byte[] program = SshFrame.Program(command, master.Environment, _environment);
        ReadOnlyMemory<byte> stream = command.Stream;
        byte[] input = new byte[program.Length + stream.Length];
        program.CopyTo(input, 0);
        stream.CopyTo(input.AsMemory(program.Length));
        Interlocked.Increment(ref _started);
        CommandReply framed = await _here.RunAsync(
            new Command(_options.Program, [.. master.Words, SshFrame.Line(program.Length)]) { InputBytes = input, MaxOutputBytes = command.MaxOutputBytes },
            cancellationToken);
        CommandReply reply = SshFrame.Read(framed) ?? throw Lost(framed, master);
        return reply.Exit switch
        {
            NotFound when reply.Error.Contains("not found", StringComparison.OrdinalIgnoreCase) || reply.Error.Contains("No such file", StringComparison.Ordinal) =>
                throw new FaultException(FaultKind.Broken, "run", command.Program, $"there is no such command on {_options.Address}; name its directory by 'commands' in the campaign"),
            NotExecutable => throw new FaultException(FaultKind.Denied, "run", command.Program, $"it may not be executed on {_options.Address}; ask the administrator"),
            _ => reply,
        };
    }

    public async Task<long> LengthAsync(string path, CancellationToken cancellationToken)
    {
        // A file that is not there yet has no bytes; one that nobody may look for has no length.
        CommandReply reply = await RunAsync(
            new Command("/bin/sh", ["-c", "if [ -f \"$1\" ]; then wc -c <\"$1\"; elif [ -x \"${1%/*}\" ]; then echo 0; else echo -1; fi", "sh", path]), cancellationToken);
        return long.TryParse(reply.Text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long length) ? length : -1;
    }

    public async Task<byte[]> ReadAsync(string path, long offset, int bytes, CancellationToken cancellationToken) => (await RunAsync(
        new Command(
            "/bin/sh",
            [
                "-c", "tail -c +\"$2\" -- \"$1\" | head -c \"$3\"", "sh", path,
                (offset + 1).ToString(CultureInfo.InvariantCulture), bytes.ToString(CultureInfo.InvariantCulture),
            ]),
        cancellationToken)).Output;

    public ValueTask DisposeAsync()
    {
        _master?.Dispose();
        _gate.Dispose();
        return ValueTask.CompletedTask;
    }

    private FaultException Lost(CommandReply framed, SshMaster master)
    {
        // The next command makes a new connection, whatever became of this one.
        master.Dispose();
        Interlocked.CompareExchange(ref _master, null, master);
        FaultException fault = SshFault.Of(_options.Address, framed.Error);
        return new FaultException(FaultKind.Transient, fault.Operation, fault.Subject, fault.Detail);
    }

    private async Task<SshMaster> MasterAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_master is { IsOpen: true } open)
            {
                return open;
            }

            _master?.Dispose();
            _master = null;
            _master = await SshMaster.OpenAsync(_options, _here, _clock, cancellationToken);
            Connections++;
            return _master;
        }
        finally
        {
            _gate.Release();
        }
    }
}
