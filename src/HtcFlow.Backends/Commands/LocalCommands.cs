using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Commands;

/// <summary>Runs programs on this machine.</summary>
/// <param name="environment">Variables that are set, or taken away where the value is empty, in the environment of this process.</param>
/// <param name="timeout">Longest run of one program.</param>
/// <param name="clock">Where time comes from.</param>
internal sealed class LocalCommands(IReadOnlyDictionary<string, string> environment, TimeSpan timeout, TimeProvider clock) : ICommands
{
    private const int MaxErrorBytes = 64 << 10;
    private const int NoEntry = 2; // ENOENT
    private const int AccessDenied = 13; // EACCES

    private long _started;

    private delegate void TakenSoFar(ReadOnlySpan<byte> taken);

    public long Started => Interlocked.Read(ref _started);

    public async Task<CommandReply> RunAsync(Command command, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(timeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using Process process = Start(command);
        bool isHopeless = false;
        bool isOver = false;
        try
        {
            Task write = WriteAsync(process, command.Stream, both.Token);
            Task<byte[]?> error = TakeAsync(process.StandardError.BaseStream, MaxErrorBytes, isCut: true, both.Token, GiveUp);
            byte[] output = await TakeAsync(process.StandardOutput.BaseStream, command.MaxOutputBytes, isCut: false, both.Token)
                ?? throw new FaultException(
                    FaultKind.Broken, "run", command.Program, $"it wrote more than {command.MaxOutputBytes} bytes; look at what it prints by hand");
            await write;
            byte[] words = (await error)!;
            await process.WaitForExitAsync(both.Token);
            isOver = true;
            return new CommandReply(process.ExitCode, output, Encoding.UTF8.GetString(words));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FaultException(FaultKind.Transient, "run", command.Program, $"it did not end within {timeout.TotalSeconds:0} s; it is tried again");
        }
        finally
        {
            if (!isOver)
            {
                Kill(process);
            }
        }

        void GiveUp(ReadOnlySpan<byte> said)
        {
            string words = command.Hopeless.Count == 0 ? "" : Encoding.UTF8.GetString(said);
            if (!isHopeless && command.Hopeless.Any(hopeless => words.Contains(hopeless, StringComparison.Ordinal)))
            {
                isHopeless = true;
                Kill(process);
            }
        }
    }

    public bool IsHere => true;

    public ValueTask<string?> VariableAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(environment.TryGetValue(name, out string? value) ? value : Environment.GetEnvironmentVariable(name));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<long> LengthAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileInfo(path);
            return Task.FromResult(file.Exists ? file.Length : file.Directory?.Exists == true ? 0L : -1L);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult(-1L);
        }
    }

    public async Task<byte[]> ReadAsync(string path, long offset, int bytes, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            file.Seek(offset, SeekOrigin.Begin);
            byte[] part = new byte[Math.Clamp(file.Length - offset, 0, bytes)];
            int read = await file.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, cancellationToken);
            return read == part.Length ? part : part[..read];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static async Task WriteAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended, or closed its input, before it had read everything: its reply says why.
        }
    }

    // Null when there is more than may be; what is only for people is cut and read to its end.
    private static async Task<byte[]?> TakeAsync(
        Stream stream, int most, bool isCut, CancellationToken cancellationToken, TakenSoFar? onTaken = null)
    {
        using var taken = new MemoryStream();
        byte[] buffer = new byte[32 << 10];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (!isCut && taken.Length + read > most)
            {
                return null;
            }

            taken.Write(buffer, 0, (int)Math.Min(read, most - taken.Length));
            onTaken?.Invoke(taken.GetBuffer().AsSpan(0, (int)taken.Length));
        }

        return taken.ToArray();
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself just now.
        }
    }

    private Process Start(Command command)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (command.Keeps is { } kept)
        {
            foreach (string name in start.Environment.Keys.Except(kept).ToArray())
            {
                start.Environment.Remove(name);
            }
        }

        foreach ((string name, string value) in environment.Concat(command.Variables))
        {
            start.Environment[name] = value.Length == 0 ? null : value;
        }

        // The words of replies are read.
        start.Environment["LC_ALL"] = "C";
        try
        {
            Process process = Process.Start(start)!;
            Interlocked.Increment(ref _started);
            return process;
        }
        catch (Win32Exception e)
        {
            (FaultKind kind, string detail) = e.NativeErrorCode switch
            {
                NoEntry => (FaultKind.Broken, "there is no such command here; install it or put its directory on the PATH"),
                AccessDenied => (FaultKind.Denied, "it may not be executed; ask the administrator of this machine"),
                _ => (FaultKind.Transient, e.Message + "; it is tried again"),
            };
            throw new FaultException(kind, "run", command.Program, detail, e);
        }
    }
}
