using System.Globalization;
using System.Text;
using HtcFlow.Core.Ports;
using Microsoft.Extensions.Logging;

namespace HtcFlow.Cli.Sessions;

/// <summary>Appends what the engine says to a file, one line a message.</summary>
internal sealed class FileLog : ILogger, IDisposable
{
    // A log that has grown beyond this is set aside at the next start; one predecessor is kept.
    private const long RollBytes = 64L << 20;

    private readonly StreamWriter _writer;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();

    private FileLog(StreamWriter writer, TimeProvider time)
    {
        _writer = writer;
        _time = time;
    }

    /// <summary>Opens a log.</summary>
    /// <exception cref="FaultException">It cannot be written.</exception>
    public static FileLog Open(string path, TimeProvider time)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (File.Exists(path) && new FileInfo(path).Length > RollBytes)
            {
                File.Move(path, path + ".1", overwrite: true);
            }

            // Append mode is atomic a line: a background engine's own output goes to the same file.
            var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            return new FileLog(new StreamWriter(file, new UTF8Encoding(false)) { AutoFlush = true }, time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(FaultKind.Denied, "open the log", path, e.Message, e);
        }
    }

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        string at = _time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        string line = $"{at} {Short(logLevel)} {eventId.Id} {formatter(state, exception).ReplaceLineEndings(" ")}";
        lock (_gate)
        {
            _writer.WriteLine(exception is null ? line : line + " | " + exception.ToString().ReplaceLineEndings(" | "));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private static string Short(LogLevel level) => level switch
    {
        LogLevel.Warning => "warning",
        LogLevel.Error or LogLevel.Critical => "error",
        _ => "info",
    };
}
