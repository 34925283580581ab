using HtcFlow.Backends.AwsBatch;
using HtcFlow.Benchmarks.MillionCore;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Loop;
using HtcFlow.Engine.Recovery;

namespace HtcFlow.Benchmarks.AwsBatch;

/// <summary>The measured process: HtcFlow's engine, journal, backend and client as they are, on a campaign of one flat stage, in virtual time.</summary>
internal static class AwsEngineChild
{
    // Nobody writes to this campaign.
    private static readonly TimeSpan s_mailInterval = TimeSpan.FromHours(1);

    /// <param name="endpoint">Address of the emulator.</param>
    /// <param name="tasks">Tasks of the campaign.</param>
    /// <param name="maxElements">Most elements of an array.</param>
    public static int Run(string endpoint, long tasks, int maxElements)
    {
        string directory = Directory.CreateTempSubdirectory("htcflow-aws-").FullName;
        try
        {
            using var access = new ServiceAccess(endpoint);
            access.Report(RunHere(access, directory, endpoint, tasks, maxElements));
            return 0;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static AwsFigures RunHere(ServiceAccess access, string directory, string endpoint, long tasks, int maxElements)
    {
        CommonClock clock = access.Clock;
        var options = new AwsBatchOptions { Queue = ServiceAccess.Queue, Image = "images/trial:1", Region = "us-east-1", Endpoint = new Uri(endpoint) };
        AwsBatchBackend batch = clock.Finish(Task.Run(() => AwsBatchBackend.OpenAsync(options, _ => access.Services, clock, CancellationToken.None)));
        var backend = new WatchedBackend(batch, maxElements, tasks, access.Store, access.Services.Meter, clock);
        using var journal = new NoticeJournal(SqliteJournal.Open(Path.Combine(directory, "journal.db")), access.Store);
        var dice = new Random(1);
        CampaignBirth.Record(journal, CampaignOf(tasks), CampaignBirth.NewMark(dice), clock.GetUtcNow());
        var core = new EngineCore(new EngineParts
        {
            Journal = journal,
            Backend = backend,
            Store = access.Store,
            Time = clock,
            Dice = dice,
            MailInterval = s_mailInterval,
        });
        EngineDrive.Run(core, new LaneWorker(backend, access.Store, clock), clock);
        return new AwsFigures
        {
            Tasks = tasks,
            Succeeded = core.State.Tally(TaskState.Succeeded),
            Arrays = backend.Arrays,
            Calls = access.Calls,
            Throttled = access.Services.Meter.Sum("batch").Throttled,
            Hours = (clock.GetUtcNow() - ServiceAccess.Begin).TotalHours,
            SubmitSeconds = backend.SubmitSeconds,
            SubmitCalls = backend.SubmitCalls,
            Keyless = access.Store.Keyless,
            NoticeSeconds = journal.Seconds,
            CpuSeconds = (ProcessorTime.Used - access.Store.OwnTime).TotalSeconds,
            PeakResidentBytes = ProcessorTime.PeakResidentBytes,
        };
    }

    private static CampaignSpec CampaignOf(long tasks) => new()
    {
        Name = "scale",
        Store = "s3://results/scale",
        Backend = new BackendSpec("aws-batch", new Dictionary<string, string>()),
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
}
