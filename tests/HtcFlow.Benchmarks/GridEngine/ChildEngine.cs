using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace HtcFlow.Benchmarks.GridEngine;

/// <summary>An engine in a process of its own, as its measuring parent sees it.</summary>
internal sealed class ChildEngine : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<QueueLook> _looks = new();
    private readonly Task _reading;
    private RunFigures? _figures;

    /// <summary>Starts it.</summary>
    /// <param name="cell">Where its arrays go.</param>
    /// <param name="directory">For its journal, spool and store.</param>
    /// <param name="tasks">Tasks of its campaign.</param>
    /// <param name="taskSeconds">How long a task takes.</param>
    /// <param name="pollSeconds">Seconds between looks; 0 for what the product does.</param>
    /// <param name="onAsk">Is told the name and the order of each array before the cell is.</param>
    public ChildEngine(CellAccess cell, string directory, long tasks, int taskSeconds, int pollSeconds, Action<string, string> onAsk)
    {
        Directory.CreateDirectory(directory);
        bool isHosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        string[] arguments =
        [
            "gridengine-child", directory, cell.Commands, Text(tasks), Text(taskSeconds), pollSeconds == 0 ? "" : Text(pollSeconds),
        ];
        var start = new ProcessStartInfo(
            Environment.ProcessPath!, isHosted ? [typeof(ChildEngine).Assembly.Location, .. arguments] : arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach ((string name, string value) in cell.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["DOTNET_TieredPGO"] = "0"; // as htcflow itself
        _process = Process.Start(start)!;
        _reading = ReadAsync(onAsk);
    }

    /// <summary>Looks at the queue so far.</summary>
    public IReadOnlyCollection<QueueLook> Looks => _looks;

    /// <summary>Whether its process has ended.</summary>
    public bool IsOver => _process.HasExited;

    /// <summary>Ends it and gives its figures.</summary>
    public async Task<RunFigures> StopAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        await _reading;
        return _figures ?? throw new InvalidOperationException($"The engine ended with {_process.ExitCode} and left no figures.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task ReadAsync(Action<string, string> onAsk)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            string[] words = line.Split(' ', 2);
            switch (words[0])
            {
                case MeteredBackend.AskWord:
                    onAsk(words[1].Split(' ')[0], words[1].Split(' ')[1]);
                    break;
                case MeteredBackend.LookWord:
                    _looks.Enqueue(JsonSerializer.Deserialize<QueueLook>(words[1])!);
                    break;
                case EngineChild.EndWord:
                    _figures = JsonSerializer.Deserialize<RunFigures>(words[1]);
                    break;
            }
        }
    }
}
