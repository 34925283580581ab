using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Stores;
using HtcFlow.Objects.Transfer;
using HtcFlow.Runner.Cpu;
using HtcFlow.Runner.Flags;
using HtcFlow.Runner.Guard;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Order;
using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Ship.Traffic;
using HtcFlow.Runner.Spawn;
using HtcFlow.Runner.Spot;
using HtcFlow.Runner.Stage;
using HtcFlow.Runner.Streams;
using HtcFlow.Runner.Supervise;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Attempts;

/// <summary>Puts together what a run needs, from an engine's order or from flags, and runs it.</summary>
internal sealed class Setup : IDisposable
{
    /// <summary>A store's bad minutes that an attempt outlasts; Batch gives 30 s after SIGTERM, a finished task may take its time.</summary>
    private static readonly TimeSpan s_storePatience = TimeSpan.FromMinutes(2);

    private readonly FlagSet _flags;
    private readonly IReadOnlyList<Outlet> _outlets;
    private readonly Action<string> _say;
    private readonly TimeProvider _time;
    private readonly RunnerSettings _settings;
    private readonly bool _isOrdered;
    private readonly Bell _news = new();
    private readonly Patience _patience;
    private ScratchDesk? _desk;
    private Signals? _signals;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="OrderProblem">One of them cannot be used, or there is nothing to run.</exception>
    public Setup(FlagSet flags, IReadOnlyList<Outlet> outlets, Action<string> say, TimeProvider time)
    {
        _flags = flags;
        _outlets = outlets;
        _say = say;
        _time = time;
        _patience = new Patience(time, s_storePatience, say);
        LockDescriptor.Sign(flags.Variable, Environment.ProcessId);
        _settings = RunnerSettings.Read(flags.Variable, Environment.MachineName);
        _isOrdered = !string.IsNullOrEmpty(flags.Variable(RunnerEnvironment.Order));
        if (!_isOrdered && flags.Command.Count == 0)
        {
            throw new OrderProblem("there is nothing to run; give a command, htcflow-runner [flags] -- command, or see 'htcflow-runner --help'.");
        }
    }

    /// <summary>Runs.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="OrderProblem">The order cannot be understood.</exception>
    /// <exception cref="FaultException">The store cannot be reached.</exception>
    public async Task<int> RunAsync()
    {
        StageOrder order = _isOrdered
            ? await OrderReader.ReadAsync(_flags.Variable, CancellationToken.None)
            : FlagOrder.Make(_flags, () => ElementNumber.Read(_flags.Variable));
        bool isKept = order.Store.Length > 0;
        OutputStreams? streams = isKept ? StreamsOf() : null;
        Reaper reaper = StartReaper(streams);
        _signals = Signals.Listen(_news, reaper.Send, isNotified: _isOrdered && _settings.Scheduler == SchedulerKind.GridEngine);
        var spot = new SpotNews();
        if (SpotPlace.Find(_flags.Variable, "/") is { } place)
        {
            SpotWatch.Start(place, spot, _news, _time, _say);
        }

        await using IObjectStore? store = isKept ? ObjectStores.Open(order.Store) : null;
        Assignment assignment = await AssignAsync(order, store);
        if (isKept)
        {
            string root = ScratchRoot.Ensure(order.Stage.Resources.ScratchInMemory ? ScratchRoot.Memory : _settings.ScratchBase);
            Leftovers.Clear(root);
            _desk = new ScratchDesk(root);
        }

        var shop = new Workshop
        {
            Assignment = assignment,
            IsOrdered = _isOrdered,
            Settings = _settings,
            Store = store ?? new MemoryStore(),
            Patience = _patience,
            Cache = new ContentCache(_settings.Cache),
            Supervisor = new Supervisor(reaper, _signals, spot, _news, _time, _say),
            Signal = reaper.Send,
            Watch = new WatchLoop(new DirectoryWatch(disabled: !isKept), _news, _time, _say, new LowPriority()),
            Level = new MachineLevel(_settings.CpuCap),
            Scratch = _desk,
            Senses = new GuardSenses(),
            Spot = spot,
            Streams = streams,
            Place = PlaceOf(order),
            Time = _time,
            Variable = _flags.Variable,
            Warn = _say,
            Note = _settings.IsVerbose || !_isOrdered ? _say : static _ => { },
        };
        return await ElementRun.RunAsync(shop, CancellationToken.None);
    }

    public void Dispose()
    {
        _desk?.Dispose();
        _signals?.Dispose();
    }

    private OutputStreams StreamsOf() => new(
        new Capture(_settings.OutputLimit), new Capture(_settings.ErrorLimit), _settings.IsQuiet ? [] : _outlets);

    private Reaper StartReaper(OutputStreams? streams)
    {
        CoreDumps.Forbid();
        Terminal? terminal = _isOrdered ? null : Terminal.Find();
        bool ownInput = !_isOrdered && (terminal is not null || _flags.IsOn("stdin"));
        // Under an order the bound of the heap is the backend's word to this process: a simulation in .NET has a heap of its own.
        Func<string, bool> isOwn = _isOrdered ? static name => Secrets.IsOwn(name) || name == RunnerEnvironment.HeapRange : static name => Secrets.IsOwn(name) || IsFlag(name);
        var environment = new InheritedEnvironment(File.ReadAllBytes("/proc/self/environ"), _settings.Pass, isOwn);
        return Reaper.Start(
            new Spawner(environment, new SpawnStreams(streams?.Output ?? -1, streams?.Error ?? -1, ownInput, terminal is not null)),
            _news,
            terminal);
    }

    /// <summary>A runner that a command starts in its turn is told by nobody what this one was told.</summary>
    private static bool IsFlag(string name) => name.StartsWith("HTCFLOW_", StringComparison.Ordinal) && FlagTable.All.Any(f => f.Variable == name);

    private async Task<Assignment> AssignAsync(StageOrder order, IObjectStore? store)
    {
        int reruns = Reruns.Read(_flags.Variable);
        if (_isOrdered)
        {
            return Assignment.Of(order, ElementNumber.Read(_flags.Variable), reruns);
        }

        if (store is null || _flags.Text("attempt") is not null)
        {
            return Assignment.Of(order, 0, reruns);
        }

        int free = await AttemptNumber.FindAsync(order, long.Parse(order.Indices, System.Globalization.CultureInfo.InvariantCulture), store, _patience, CancellationToken.None);
        return Assignment.Of(order with { Attempt = Math.Max(free, reruns + 1) }, 0, 0);
    }

    /// <summary>Where a command works that a person started: where the runner stands, unless files are to be told apart from others there.</summary>
    /// <exception cref="OrderProblem">The place cannot be watched.</exception>
    private string? PlaceOf(StageOrder order)
    {
        bool isWanted = _flags.IsOn("work-here");
        if (_isOrdered || (!isWanted && !FlagOrder.MovesNothing(order.Stage)))
        {
            return null;
        }

        string here = Environment.CurrentDirectory;
        return here != "/" || FlagOrder.MovesNothing(order.Stage)
            ? here
            : throw new OrderProblem("--work-here in / would watch the whole machine for outputs; start it in another directory, or leave --work-here out.");
    }
}
