using System.Collections;
using System.Globalization;
using HtcFlow.Backends.Local.Native;
using HtcFlow.Backends.Local.Spooling;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Local;

/// <summary>Starts runners: takes the element's lock, gives it to the child, sets its limits. Belongs to the loop's thread.</summary>
internal sealed class RunnerLauncher : IDisposable
{
    // "HTCFLOW_ELEMENT=" and at most 10 digits and the terminator.
    private const int ElementRoom = 64;

    // The runner takes its grace twice, for a checkpoint and then for the command's end, and has to ship what is complete
    // before it is killed itself: a third of ours each.
    private const int GraceShares = 3;

    // The runner refuses more than an hour.
    private const int MaxGraceSeconds = 3_600;

    private const string OwnPrefix = "HTCFLOW_";

    private readonly LocalOptions _options;
    private readonly Spawner _spawner = new();
    private readonly NativeStrings _arguments;

    internal RunnerLauncher(LocalOptions options)
    {
        _options = options;
        _arguments = new NativeStrings([options.RunnerPath, .. options.RunnerArguments]);
    }

    /// <summary>Processes started so far.</summary>
    internal long Started { get; private set; }

    /// <summary>Says why the runner cannot be started, as far as that can be seen without starting it; null when it looks fine.</summary>
    internal static FaultException? Examine(string runner) =>
        !File.Exists(runner) ? LocalFault.OfSpawn(Errno.NoEntry, runner)
        : LibC.Access(runner, LibC.ExecuteAccess) != 0 ? LocalFault.OfSpawn(Errno.AccessDenied, runner)
        : null;

    /// <summary>Starts an element, or finds it running already; null with a fault when it has to wait.</summary>
    internal RunningElement? Start(LocalJob job, int element, int slots, out FaultException? fault)
    {
        string path = job.Folder.LockOf(element);
        int held = ElementLock.Take(path);
        if (held == -Errno.TryAgain)
        {
            fault = null;
            return Adopt(job, element, slots);
        }

        if (held < 0)
        {
            fault = LocalFault.Of(-held, "lock element", path);
            return null;
        }

        int pid = Spawn(job, element, held, out fault);
        if (pid < 0)
        {
            // Removed while we hold it: an element without a lock file has never started.
            job.Folder.RemoveLock(element);
        }

        // From here on only the child holds the lock.
        _ = LibC.Close(held);
        return pid < 0 ? null : new RunningElement(job, element, slots) { Pid = pid, Descriptor = DescriptorOf(pid) };
    }

    /// <summary>Takes up an element that runs already.</summary>
    internal RunningElement Adopt(LocalJob job, int element, int slots)
    {
        var running = new RunningElement(job, element, slots);
        Identify(running);
        return running;
    }

    /// <summary>Finds out which process an adopted runner is, once it has written its pid.</summary>
    internal void Identify(RunningElement running)
    {
        if (running.Descriptor >= 0
            || ElementLock.Probe(running.LockPath, out int pid) != ElementLock.Found.Held
            || pid <= 0)
        {
            return;
        }

        int descriptor = DescriptorOf(pid);
        // The lock was held before and after the descriptor was opened: the pid was the runner's all the time.
        if (descriptor >= 0 && ElementLock.Probe(running.LockPath, out _) != ElementLock.Found.Held)
        {
            _ = LibC.Close(descriptor);
            return;
        }

        running.Pid = pid;
        running.Descriptor = descriptor;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _spawner.Dispose();
        _arguments.Dispose();
    }

    private int DescriptorOf(int pid) => _options.UseProcessDescriptors ? Pidfd.Open(pid) : -1;

    private int Spawn(LocalJob job, int element, int held, out FaultException? fault)
    {
        int log = job.Folder.OpenLog();
        if (log < 0)
        {
            fault = LocalFault.Of(-log, "open log", job.Folder.FullPath);
            return log;
        }

        NativeStrings environment = job.Environment(EnvironmentOf);
        environment.SetLast(string.Create(CultureInfo.InvariantCulture, $"{RunnerEnvironment.Element}={element}"));
        int pid = _spawner.Start(_options.RunnerPath, _arguments, environment, log, held);
        _ = LibC.Close(log);
        fault = pid < 0 ? LocalFault.OfSpawn(-pid, _options.RunnerPath) : null;
        if (pid > 0)
        {
            Started++;
            Limit(pid, job.Spooled.Ask.Resources.MemoryBytes);
        }

        return pid;
    }

    // posix_spawn has no attribute for limits. The runner needs milliseconds before it starts a command; this takes microseconds.
    private unsafe void Limit(int pid, long memoryBytes)
    {
        ulong* none = stackalloc ulong[2] { 0, 0 };
        _ = LibC.SetLimit(pid, LibC.LimitCore, none, null);
        if (memoryBytes > 0)
        {
            // RLIMIT_DATA is inherited by the command and also counts the runner's own writable mappings, 16 stacks among them.
            ulong bytes = (ulong)(memoryBytes + RunnerNeeds.AllowanceBytes);
            ulong* data = stackalloc ulong[2] { bytes, bytes };
            _ = LibC.SetLimit(pid, LibC.LimitData, data, null);
        }

        if (_options.Nice != 0)
        {
            _ = LibC.SetPriority(0, pid, _options.Nice);
        }
    }

    private NativeStrings EnvironmentOf(SpooledJob job)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [RunnerEnvironment.Grace] = Math.Clamp((int)_options.Grace.TotalSeconds / GraceShares, 1, MaxGraceSeconds).ToString(CultureInfo.InvariantCulture),
            [RunnerEnvironment.Quiet] = "yes", // what commands print is in the store; all tasks of a job share one log file here
        };
        foreach (DictionaryEntry own in Environment.GetEnvironmentVariables())
        {
            string name = (string)own.Key;
            if (!name.StartsWith(OwnPrefix, StringComparison.Ordinal))
            {
                variables[name] = (string?)own.Value ?? "";
            }
        }

        foreach ((string name, string value) in _options.Environment.Concat(job.Ask.Environment))
        {
            variables[name] = value;
        }

        variables.Remove(RunnerEnvironment.Element);
        variables[RunnerEnvironment.Job] = job.Mark;
        variables[RunnerEnvironment.LockDescriptor] = Spawner.LockDescriptor.ToString(CultureInfo.InvariantCulture);
        return new NativeStrings([.. variables.Select(static v => $"{v.Key}={v.Value}")], ElementRoom);
    }
}
