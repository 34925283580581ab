using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Stores;
using HtcFlow.Objects.Transfer;
using HtcFlow.Runner.Attempts;
using HtcFlow.Runner.Cpu;
using HtcFlow.Runner.Guard;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Order;
using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Spot;
using HtcFlow.Runner.Stage;
using HtcFlow.Runner.Supervise;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner;

/// <summary>The runner's table of contents: what it is asked, what to run, with what, and the run.</summary>
internal static class Program
{
    /// <summary>A store's bad minutes that an attempt outlasts; Batch gives 30 s after SIGTERM, a finished task may take its time.</summary>
    private static readonly TimeSpan s_storePatience = TimeSpan.FromMinutes(2);

    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case []:
                break;
            case ["--version"]:
                Console.Out.WriteLine(Usage.Version);
                return ExitCode.Success;
            case ["--help" or "-h"]:
                Console.Out.WriteLine(Usage.Text);
                return ExitCode.Success;
            default:
                Say($"'{arguments[0]}' is not understood; see 'htcflow-runner --help'");
                return ExitCode.BadOrder;
        }

        try
        {
            return await RunAsync(Environment.GetEnvironmentVariable, TimeProvider.System);
        }
        catch (OrderProblem e)
        {
            Say(e.Message);
            return ExitCode.BadOrder;
        }
        catch (FaultException e)
        {
            Say(e.Message);
            return ExitCode.StoreFailed;
        }
    }

    private static async Task<int> RunAsync(Func<string, string?> variable, TimeProvider time)
    {
        LockDescriptor.Sign(variable, Environment.ProcessId);
        RunnerSettings settings = RunnerSettings.Read(variable, Environment.MachineName);
        StageOrder order = await OrderReader.ReadAsync(variable, CancellationToken.None);
        Assignment assignment = Assignment.Of(order, ElementNumber.Read(variable), Reruns.Read(variable));

        var news = new Bell();
        CoreDumps.Forbid();
        Reaper reaper = Reaper.Start(new Spawner(new InheritedEnvironment(File.ReadAllBytes("/proc/self/environ"))), news);
        using Signals signals = Signals.Listen(news, reaper.Send);
        var spot = new SpotNews();
        if (SpotPlace.Find(variable, "/") is { } place)
        {
            SpotWatch.Start(place, spot, news, time, Say);
        }

        string scratch = ScratchRoot.Ensure(order.Stage.Resources.ScratchInMemory ? ScratchRoot.Memory : settings.ScratchBase);
        Leftovers.Clear(scratch);

        using var desk = new ScratchDesk(scratch);
        await using IObjectStore store = ObjectStores.Open(order.Store);
        return await ElementRun.RunAsync(
            new Workshop
            {
                Assignment = assignment,
                Settings = settings,
                Store = store,
                Patience = new Patience(time, s_storePatience),
                Cache = new ContentCache(settings.Cache),
                Supervisor = new Supervisor(reaper, signals, spot, news, time, Say),
                Signal = reaper.Send,
                Watch = new WatchLoop(new DirectoryWatch(), news, time, Say),
                Level = new MachineLevel(settings.CpuCap),
                Scratch = desk,
                Senses = new GuardSenses(),
                Spot = spot,
                Time = time,
                Variable = variable,
                Warn = Say,
            },
            CancellationToken.None);
    }

    private static void Say(string line) => Console.Error.WriteLine("htcflow-runner: " + line);
}
