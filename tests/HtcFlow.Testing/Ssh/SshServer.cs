using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HtcFlow.Testing.S3;

namespace HtcFlow.Testing.Ssh;

/// <summary>A real <c>sshd</c> on the loopback address, which lets this user in by a key, and a client that knows it as <c>login.cluster</c>.</summary>
public sealed class SshServer : IDisposable
{
    private const string Server = "/usr/sbin/sshd";

    private readonly TempDirectory _directory = new();
    private readonly int _port;
    private Process? _process;

    /// <summary>Starts a server.</summary>
    /// <param name="environment">Variables that a login gets.</param>
    /// <exception cref="EngineMissingException">It is not installed.</exception>
    public SshServer(IReadOnlyDictionary<string, string>? environment = null)
    {
        if (!File.Exists(Server))
        {
            throw new EngineMissingException($"{Server} is missing; install openssh-server and openssh-client");
        }

        if (Environment.IsPrivilegedProcess)
        {
            // Where sshd shuts itself in; its package's service makes this at each boot.
            Directory.CreateDirectory("/run/sshd", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        MakeKey("host");
        MakeKey("user");
        _port = FreePort(); // after the keys, which take their time
        File.Copy(_directory.At("user.pub"), _directory.At("authorized"));

        // A home of its own: what this user's profiles do would be cut in the middle with the connection, and leave its locks.
        Directory.CreateDirectory(_directory.At("home"));
        string set = "SetEnv " + string.Join(' ', (environment ?? new Dictionary<string, string>()).Append(new("HOME", _directory.At("home"))).Select(static v => $"\"{v.Key}={v.Value}\""));
        File.WriteAllText(
            _directory.At("sshd.conf"),
            $"""
            ListenAddress 127.0.0.1:{_port}
            HostKey {_directory.At("host")}
            AuthorizedKeysFile {_directory.At("authorized")}
            PidFile none
            UsePAM no
            StrictModes no
            PermitRootLogin yes
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            {set}

            """);
        File.WriteAllText(_directory.At("known"), $"[127.0.0.1]:{_port} " + File.ReadAllText(_directory.At("host.pub")));
        File.WriteAllText(
            _directory.At("ssh.conf"),
            $"""
            Host login.cluster
              HostName 127.0.0.1
              Port {_port}
              IdentityFile {_directory.At("user")}
              IdentitiesOnly yes
              UserKnownHostsFile {_directory.At("known")}
              StrictHostKeyChecking yes

            """);
        Client = _directory.At("client");
        File.WriteAllText(Client, $"#!/bin/sh\nexec /usr/bin/ssh -F '{_directory.At("ssh.conf")}' \"$@\"\n");
        File.SetUnixFileMode(Client, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Start();
    }

    /// <summary>A client that is set up for this server.</summary>
    public string Client { get; }

    /// <summary>Takes new connections from now on.</summary>
    public void Start()
    {
        _process = Process.Start(new ProcessStartInfo(Server, ["-D", "-f", _directory.At("sshd.conf"), "-E", _directory.At("sshd.log")]) { UseShellExecute = false })!;
        do
        {
            if (_process.WaitForExit(TimeSpan.FromMilliseconds(20)))
            {
                throw new InvalidOperationException("sshd did not start: " + File.ReadAllText(_directory.At("sshd.log")));
            }
        }
        while (!IsOpen());
    }

    /// <summary>Ends it with every connection, as a power cut does.</summary>
    public void Stop()
    {
        _process!.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>Ends it as <see cref="Stop"/> does, or starts it again.</summary>
    public void Cut(bool isCut)
    {
        if (isCut)
        {
            Stop();
        }
        else
        {
            Start();
        }
    }

    /// <summary>What every shell of a login does first.</summary>
    /// <param name="script">Commands of a shell.</param>
    public void WriteProfile(string script) => File.WriteAllText(_directory.At("home/.bashrc"), script);

    /// <summary>Forgets the users' keys: nobody is let in any more.</summary>
    public void LockOut() => File.WriteAllText(_directory.At("authorized"), "");

    /// <summary>Has the client take the server for another one.</summary>
    public void ForgetHostKey() => File.WriteAllText(_directory.At("known"), "");

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _process!.Dispose();
        _directory.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private bool IsOpen()
    {
        using var probe = new TcpClient();
        try
        {
            probe.Connect(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void MakeKey(string name)
    {
        using Process keygen = Process.Start(new ProcessStartInfo(
            "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", _directory.At(name)])
        { UseShellExecute = false })!;
        keygen.WaitForExit();
        if (keygen.ExitCode != 0)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"ssh-keygen ended with {keygen.ExitCode}"));
        }
    }
}
