using System.Reflection;
using HtcFlow.Cli.Costs;
using HtcFlow.Cli.Costs.Targets;
using HtcFlow.Cli.Output;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Engine.Homes;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Loop;
using HtcFlow.Engine.Views;

namespace HtcFlow.Cli.Sessions;

/// <summary>Runs a campaign's engine in this process and shows how it goes. The caller holds the campaign's lock.</summary>
internal sealed class EngineSession
{
    private readonly CommandContext _context;
    private readonly CampaignHome _home;
    private readonly IJournal _journal;
    private readonly CampaignSpec _spec;

    /// <summary>Prepares a session.</summary>
    public EngineSession(CommandContext context, CampaignHome home, IJournal journal, CampaignSpec spec)
    {
        _context = context;
        _home = home;
        _journal = journal;
        _spec = spec;
    }

    /// <summary>Whether leaving early asks the tasks that run to checkpoint and end; otherwise they run on and are adopted later.</summary>
    public bool StopsTasks { get; init; } = true;

    /// <summary>Version of HtcFlow, for the journal.</summary>
    public static string Version { get; } =
        typeof(EngineSession).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Runs a submitted campaign until it ends, is held, or this process is asked to stop.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(CommandContext context, CampaignHome home, CampaignSpec spec)
    {
        using SqliteJournal journal = SqliteJournal.Open(home.Journal);
        return await new EngineSession(context, home, journal, spec).RunAsync();
    }

    /// <summary>Runs the engine.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync()
    {
        EngineEnd end;
        CampaignView view;
        using (FileLog log = FileLog.Open(_home.Log, _context.Time))
        {
            await using IObjectStore store = _context.Parts.OpenStore(_spec.Store);
            await using IBackend? backend = await BackendOpening.OpenAsync(_context, _spec, _home, StopsTasks);
            if (backend is null)
            {
                return Interrupted(_spec.Name);
            }

            await using InstanceRecorder? recorder = InstanceRecorder.Start(_context, _home, _spec);
            await using TargetAppraiser? costs = TargetAppraiser.Start(_context, _home, _spec);
            (end, view) = await RunAsync(store, backend, costs, log);
            if (end == EngineEnd.Stopped && StopsTasks)
            {
                _context.Remark(_spec.Backend.Kind == Composition.LocalKind
                    ? "stopping: running tasks are asked to write a checkpoint (interrupt again to leave at once)"
                    : $"leaving: jobs go on in the cluster; `htcflow cancel {_spec.Name}` ends them");
            }
        }

        return Conclude(end, view);
    }

    private async Task<(EngineEnd, CampaignView)> RunAsync(IObjectStore store, IBackend backend, TargetAppraiser? costs, FileLog log)
    {
        ProgressDisplay display = ProgressDisplay.For(_context, _home);
        var end = EngineEnd.None;
        CampaignView? last = null;
        var note = new TroubleNote(_home);
        await display.RunAsync(async show =>
        {
            CampaignEngine engine = CampaignEngine.Open(new EngineParts
            {
                Journal = _journal,
                Backend = backend,
                Store = store,
                Time = _context.Time,
                Dice = _context.Parts.Dice,
                Log = log,
                Costs = costs,
                OnView = view =>
                {
                    note.Write(view.Reason);
                    show(view);
                },
                Host = Environment.MachineName,
                ProcessId = Environment.ProcessId,
                Version = Version,
            });
            end = await engine.RunAsync(_context.Stop);
            last = engine.View();
        });
        note.Write("");
        return (end, last!);
    }

    private int Conclude(EngineEnd end, CampaignView view)
    {
        if (!_context.Json)
        {
            _context.Out.WriteLine(Summary.Of(view));
        }

        switch (end)
        {
            case EngineEnd.Ended when view.Fruitless == 0:
                return ExitCodes.Fine;
            case EngineEnd.Ended:
                _context.Remark(Summary.HintAfterFailures(view));
                return ExitCodes.TasksFailed;
            case EngineEnd.Held:
                return _context.Fail(ExitCodes.Held, $"campaign {view.Name} is held: {view.Reason}", $"`htcflow resume {view.Name}` goes on");
            default:
                return _context.Stop.IsCancellationRequested ? Interrupted(view.Name) : Stopped(ExitCodes.Held, view.Name, "on request");
        }
    }

    private int Interrupted(string name) => Stopped(ExitCodes.Interrupted, name, "by a signal");

    private int Stopped(int code, string name, string how) =>
        _context.Fail(code, $"campaign {name} was stopped {how}; nothing is lost", $"`htcflow resume {name}` goes on where it stopped");
}
