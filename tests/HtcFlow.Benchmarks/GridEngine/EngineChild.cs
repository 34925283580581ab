using System.Globalization;
using System.Text.Json;
using HtcFlow.Backends.GridEngine;
using HtcFlow.Benchmarks.MillionCore;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Loop;
using HtcFlow.Engine.Recovery;
using HtcFlow.Engine.Views;
using HtcFlow.Objects.Stores;

namespace HtcFlow.Benchmarks.GridEngine;

/// <summary>The measured process: HtcFlow's engine, journal and backend as they are, on a campaign of one flat stage.</summary>
/// <remarks>Works until its standard input ends, or the campaign does; its last line holds the figures.</remarks>
internal static class EngineChild
{
    /// <summary>First word of the last line.</summary>
    public const string EndWord = "end";

    /// <param name="directory">For the journal, the spool and the store.</param>
    /// <param name="commands">Directory of <c>qsub</c> and its siblings; the environment says which cell.</param>
    /// <param name="tasks">Tasks of the campaign.</param>
    /// <param name="taskSeconds">How long a simulated task takes beyond its transfer of 3 s.</param>
    /// <param name="poll">Seconds between looks; empty for what the product does.</param>
    public static async Task<int> RunAsync(string directory, string commands, long tasks, string taskSeconds, string poll)
    {
        using var stop = new CancellationTokenSource();
        Task stopping = Task.Run(() => StopAtEndOfInput(stop));
        var options = new GridEngineOptions
        {
            SpoolDirectory = Path.Combine(directory, "spool"),
            RunnerPath = "/usr/bin/htcflow-runner", // never looked at: simulated hosts start nothing
            CommandDirectory = commands,
            ExtraArguments = ["--", taskSeconds], // what follows is the script's first argument, the one thing that simulated hosts read
        };
        options = poll.Length == 0 ? options : options with { PollInterval = TimeSpan.FromSeconds(int.Parse(poll, CultureInfo.InvariantCulture)) };
        using SqliteJournal journal = SqliteJournal.Open(Path.Combine(directory, "journal.db"));
        await using var store = new DirectoryStore(Path.Combine(directory, "store"));
        await using var backend = new MeteredBackend(await GridEngineBackend.OpenAsync(options, TimeProvider.System, stop.Token));
        CampaignBirth.Record(journal, CampaignOf(tasks), CampaignBirth.NewMark(Random.Shared), TimeProvider.System.GetUtcNow());
        CampaignEngine engine = CampaignEngine.Open(new EngineParts
        {
            Journal = journal,
            Backend = backend,
            Store = store,
            Time = TimeProvider.System,
            Dice = Random.Shared,
        });
        await engine.RunAsync(stop.Token);
        CampaignView view = engine.View();
        var figures = new RunFigures(
            view.Succeeded, view.Retries, backend.SubmitSeconds, backend.Submitted, ProcessCost.Own(), ProcessorTime.PeakResidentBytes, backend.Looks);
        Console.WriteLine($"{EndWord} {JsonSerializer.Serialize(figures)}");
        await stopping;
        return 0;
    }

    private static CampaignSpec CampaignOf(long tasks) => new()
    {
        Name = "scale",
        Store = "the directory that is handed in",
        Backend = new BackendSpec("gridengine", new Dictionary<string, string>()),
        Stages =
        [
            new StageSpec
            {
                Name = "only",
                Sweep = new Sweep([new Dimension([new Axis("i", new AxisValues.Integers(0, 1, tasks))])]),
                Command = ["simulate"],
            },
        ],
    };

    // On a thread of its own: a console is read without asynchrony, whatever the method is called.
    private static void StopAtEndOfInput(CancellationTokenSource stop)
    {
        while (Console.In.ReadLine() is not null)
        {
        }

        stop.Cancel();
    }
}
