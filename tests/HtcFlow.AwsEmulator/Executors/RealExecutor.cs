using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using HtcFlow.AwsEmulator.Metadata;
using HtcFlow.AwsEmulator.Options;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Executors;

/// <summary>Elements that run for real, each with scratch space and an output file of its own in the state directory.</summary>
internal abstract class RealExecutor(Emulator emulator, string state) : IExecutor
{
    private const string RunVariable = "HTCFLOW_EMULATOR_RUN";
    private const string LogSuffix = ".log";

    private readonly ConcurrentDictionary<string, Process> _running = new(StringComparer.Ordinal);

    /// <summary>The options.</summary>
    protected EmulatorOptions Options => emulator.Options;

    public VirtualPlan? Begin(in Element element)
    {
        Element started = element;
        ContainerSpec container = element.Job.ReadContainer();
        string run = RunOf(element);
        string scratch = Path.Combine(state, "jobs", run);
        Directory.CreateDirectory(scratch);
        Dictionary<string, string> variables = Variables(element, container, run, scratch);
        ProcessStartInfo start = Command(run, container, variables, scratch);
        // The output goes to a file without a pipe, which would hold up a process that left children behind.
        foreach (string word in (string[])[start.FileName, scratch + LogSuffix, "exec \"$@\" >\"$0\" 2>&1 </dev/null", "-c", "sh"])
        {
            start.ArgumentList.Insert(0, word);
        }

        start.FileName = "setsid";
        start.UseShellExecute = false;
        start.WorkingDirectory = scratch;
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.Exited += (_, _) => OnExited(started, run, process);
        _running[run] = process;
        process.Start();
        return null;
    }

    public VirtualPlan? Terminate(in Element element)
    {
        if (_running.TryGetValue(RunOf(element), out Process? process))
        {
            Signal(RunOf(element), process, isKill: false);
        }

        return null;
    }

    public bool Kill(in Element element)
    {
        if (!_running.TryGetValue(RunOf(element), out Process? process))
        {
            return false;
        }

        Signal(RunOf(element), process, isKill: true);
        return true;
    }

    public void End(in Element element, in ElementEnd end)
    {
    }

    public async ValueTask DisposeAsync()
    {
        foreach ((string run, Process process) in _running)
        {
            Signal(run, process, isKill: true);
        }

        foreach (Process process in _running.Values)
        {
            await process.WaitForExitAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The command of an element, and its environment.</summary>
    protected abstract ProcessStartInfo Command(string run, ContainerSpec container, Dictionary<string, string> variables, string scratch);

    /// <summary>Sends SIGTERM to the element's first process, or SIGKILL to all of them.</summary>
    protected abstract void Signal(string run, Process process, bool isKill);

    /// <summary>Sees to it that nothing of an element is left once its first process has ended.</summary>
    protected abstract void Clean(string run, int process);

    /// <summary>What an exit code of the command means: that of the element, or a negative number and a reason.</summary>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="log">File with what the command said.</param>
    protected abstract (int ExitCode, string? Reason) Read(int exitCode, string log);

    private void OnExited(Element element, string run, Process process)
    {
        Clean(run, process.Id);
        (int exitCode, string? reason) = Read(process.ExitCode, process.StartInfo.WorkingDirectory + LogSuffix);
        _running.TryRemove(run, out _);
        element.Report(exitCode, reason);
    }

    private static string RunOf(in Element element) =>
        string.Create(CultureInfo.InvariantCulture, $"{element.Id.Replace(':', '.')}-{element.Attempt}");

    private Dictionary<string, string> Variables(in Element element, ContainerSpec container, string run, string scratch)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            ["HOME"] = scratch,
            ["TMPDIR"] = scratch,
            ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = emulator.Endpoint + MetadataService.PathOf(element.Instance),
        };
        foreach ((string name, string value) in Options.JobEnvironment.Concat(container.Environment))
        {
            variables[name] = value;
        }

        variables[RunVariable] = run;
        variables["AWS_BATCH_JOB_ID"] = element.Id;
        variables["AWS_BATCH_JOB_ATTEMPT"] = element.Attempt.ToString(CultureInfo.InvariantCulture);
        variables["AWS_BATCH_JQ_NAME"] = element.Job.QueueName;
        variables["AWS_BATCH_CE_NAME"] = element.Instance.Environment.Name;
        variables["AWS_EXECUTION_ENV"] = "AWS_ECS_EC2";
        if (element.Job.Size > 0)
        {
            variables["AWS_BATCH_JOB_ARRAY_INDEX"] = element.Index.ToString(CultureInfo.InvariantCulture);
            variables["AWS_BATCH_JOB_ARRAY_SIZE"] = element.Job.Size.ToString(CultureInfo.InvariantCulture);
        }

        return variables;
    }

    /// <summary>Kills every process that carries a run's mark in its environment, wherever it has fled to; false where there was none.</summary>
    protected static bool KillMarked(string run)
    {
        bool isAny = false;
        byte[] mark = System.Text.Encoding.UTF8.GetBytes($"{RunVariable}={run}\0");
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out int process))
            {
                try
                {
                    if (File.ReadAllBytes(directory + "/environ").AsSpan().IndexOf(mark) >= 0)
                    {
                        isAny = true;
                        _ = Signals.Send(process, Signals.Kill);
                    }
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // It has ended, or is somebody else's.
                }
            }
        }

        return isAny;
    }
}
