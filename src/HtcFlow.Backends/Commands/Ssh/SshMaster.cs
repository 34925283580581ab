using System.ComponentModel;
using System.Diagnostics;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Commands.Ssh;

/// <summary>One connection to a login node that every command shares.</summary>
/// <remarks>
/// Survives a crash: nothing; the far end reads what this process never writes, so when this process ends in whatever way the connection ends too.
/// A connection that the user keeps open by the configuration of <c>ssh</c> is used instead, for sites that ask for codes at each login.
/// </remarks>
internal sealed class SshMaster : IDisposable
{
    private const string Ready = "htcflow-login-ready";

    // The environment of a login is what an administrator's profiles make of it: where the scheduler's commands and its cell are.
    private const string Greeting =
        "exec /bin/sh -c '(\"${SHELL:-/bin/sh}\" -l -c env || /bin/sh -lc env) </dev/null 2>/dev/null; echo; echo " + Ready + "; exec cat >/dev/null'";

    private const int MaxSocketPathBytes = 80; // of 108, and ssh adds 17 while it makes one

    private readonly Process _process;
    private readonly string _directory;

    private SshMaster(Process process, string directory, IReadOnlyList<string> words)
    {
        _process = process;
        _directory = directory;
        Words = words;
    }

    /// <summary>Whether commands can go through it, as far as is known.</summary>
    internal bool IsOpen
    {
        get
        {
            try
            {
                return !_process.HasExited;
            }
            catch (InvalidOperationException)
            {
                return false; // Another command found it lost and closed it just now.
            }
        }
    }

    /// <summary>The words with which a command goes through it.</summary>
    internal IReadOnlyList<string> Words { get; }

    /// <summary>Variables of a login there that concern commands.</summary>
    internal Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>Opens a connection.</summary>
    /// <exception cref="FaultException">There is no <c>ssh</c> (<see cref="FaultKind.Broken"/>), the node refuses (<see cref="FaultKind.Denied"/>), or it
    /// does not answer (<see cref="FaultKind.Transient"/>).</exception>
    internal static async Task<SshMaster> OpenAsync(SshOptions options, LocalCommands here, TimeProvider clock, CancellationToken cancellationToken)
    {
        string[] usual = ["-T", "-o", "BatchMode=yes"];
        bool isKept = (await here.RunAsync(new Command(options.Program, [.. usual, "-O", "check", .. options.Address.Words()]), cancellationToken)).Exit == 0;
        string directory = Directory.CreateTempSubdirectory("htcflow-").FullName;
        if (directory.Length > MaxSocketPathBytes)
        {
            Directory.Delete(directory);
            directory = Directory.CreateDirectory(Path.Combine("/tmp", "htcflow-" + Path.GetRandomFileName()), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        }

        // A command that finds no connection there must not make one of its own: that would ask again who one is.
        string socket = Path.Combine(directory, "m");
        string[] through = isKept ? usual : [.. usual, "-o", "ControlMaster=no", "-o", "ProxyCommand=false", "-S", socket];
        string[] making =
        [
            .. usual,
            .. isKept ? (string[])[] : ["-o", "ControlMaster=yes", "-o", "ControlPersist=no", "-S", socket],
            "-o", $"ConnectTimeout={Seconds(options.ConnectTimeout)}",
            "-o", $"ServerAliveInterval={Seconds(options.AliveInterval)}",
            "-o", "ServerAliveCountMax=3",
            .. options.Address.Words(),
            Greeting,
        ];
        var master = new SshMaster(Start(options.Program, making), directory, [.. through, .. options.Address.Words()]);
        try
        {
            await master.GreetAsync(options, () => isKept || File.Exists(socket), clock, cancellationToken);
            return master;
        }
        catch (Exception e) when (e is FaultException or OperationCanceledException)
        {
            master.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It ended by itself just now.
        }

        _process.Dispose();
        try
        {
            Directory.Delete(_directory, recursive: true);
        }
        catch (IOException)
        {
            // The socket goes at the same moment.
        }
    }

    private static string Seconds(TimeSpan time) => Math.Max(1, (int)time.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Process Start(string program, string[] words)
    {
        var start = new ProcessStartInfo(program, words)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new FaultException(FaultKind.Broken, "run", program, "there is no such command here; install openssh-client", e);
        }
    }

    private static bool Concerns(string name) =>
        name is "PATH" or "LD_LIBRARY_PATH" or "HOME" or "SHELL" or "TMPDIR" or "LOGNAME" or "USER" or "TZ" or "KRB5CCNAME"
        || name.StartsWith("SGE_", StringComparison.Ordinal)
        || name.StartsWith("SLURM_", StringComparison.Ordinal)
        || name.StartsWith("SBATCH_", StringComparison.Ordinal)
        || name.StartsWith("PBS_", StringComparison.Ordinal);

    // The profiles of a login may take their time; getting there may not.
    private async Task GreetAsync(SshOptions options, Func<bool> isThere, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using ITimer connect = clock.CreateTimer(
            _ =>
            {
                if (!isThere())
                {
                    stop.Cancel();
                }
            },
            null,
            options.ConnectTimeout,
            Timeout.InfiniteTimeSpan);
        await using ITimer login = clock.CreateTimer(_ => stop.Cancel(), null, options.ConnectTimeout + options.LoginTimeout, Timeout.InfiniteTimeSpan);
        Task<string> said = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await HearAsync(options, said, stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw SshFault.Of(
                options.Address,
                isThere()
                    ? $"connected, but the profiles of the login shell did not end within {Seconds(options.LoginTimeout)} s; see what ~/.bashrc and ~/.profile wait for"
                    : $"no connection within {Seconds(options.ConnectTimeout)} s");
        }
    }

    private async Task HearAsync(SshOptions options, Task<string> said, CancellationToken cancellationToken)
    {
        string? line;
        while ((line = await _process.StandardOutput.ReadLineAsync(cancellationToken)) is not null && line != Ready)
        {
            int sign = line.IndexOf('=', StringComparison.Ordinal);
            if (sign > 0 && Concerns(line[..sign]))
            {
                Environment[line[..sign]] = line[(sign + 1)..];
            }
        }

        if (line is null)
        {
            throw SshFault.Of(options.Address, await said.WaitAsync(cancellationToken));
        }
    }
}
