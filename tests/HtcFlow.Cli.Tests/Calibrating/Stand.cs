using System.Globalization;
using System.Text.RegularExpressions;
using HtcFlow.Aws.Batch.Queues;
using HtcFlow.Aws.Ec2;
using HtcFlow.Backends.Simulated;
using HtcFlow.Cli.Tests.Aws.Visit;
using HtcFlow.Core.Wire;

namespace HtcFlow.Cli.Tests.Calibrating;

/// <summary>An account in memory with four types of known speed and price, and a campaign of which one stage runs on them.</summary>
internal sealed partial class Stand : IDisposable
{
    // By dollars a simulation, which takes half a machine: c6a 0.00034, m5 0.00036, c5 0.00056, r5 0.00092.
    private static readonly (string Type, double Seconds, decimal PerHour)[] s_types =
        [("c5.large", 100, 0.04m), ("m5.large", 63, 0.041m), ("c6a.large", 70, 0.035m), ("r5.large", 110, 0.06m)];

    public Stand(int tasks = 500)
    {
        foreach ((string type, _, decimal perHour) in s_types)
        {
            Place.Ec2.Add(new Ec2InstanceType
            {
                Name = type,
                Vcpus = 2,
                MemoryMebibytes = type[0] switch { 'c' => 4096, 'm' => 8192, _ => 16384 },
                Architectures = ["x86_64"],
                UsageClasses = ["on-demand", "spot"],
                IsCurrent = type != "r5.large",
            });
            Place.Ec2.Add(new SpotPrice(type, "eu-west-1a", SpotPriceQuery.Linux, perHour, DateTimeOffset.UnixEpoch));
            Place.Ec2.Add(new SpotPrice(type, "eu-west-1b", SpotPriceQuery.Linux, perHour, DateTimeOffset.UnixEpoch));

            // Cheap where the environment has no subnet: it must not count.
            Place.Ec2.Add(new SpotPrice(type, "eu-west-1c", SpotPriceQuery.Linux, 0.001m, DateTimeOffset.UnixEpoch));
        }

        Place.Ec2.Add(new Ec2InstanceType { Name = "c6g.large", Vcpus = 2, MemoryMebibytes = 4096, Architectures = ["arm64"], UsageClasses = ["spot"], IsCurrent = true });
        Place.Ec2.AddSubnet("subnet-1", "eu-west-1a");
        Place.Ec2.AddSubnet("subnet-2", "eu-west-1b");
        Place.Queues.ChangeEnvironment("spot", static e => e with { ComputeResources = e.ComputeResources! with { Subnets = ["subnet-1", "subnet-2"], Tags = new Dictionary<string, string> { ["team"] = "us" } } });
        Bench.Aws = () => Place.Services;
        Bench.Rule = Play;
        Bench.Write("in.txt", "${seed} ${task.index}\n");
        File = Bench.Write("campaign.yaml", $$"""
            campaign: trial
            store: s3://results/2030
            backend:
              aws-batch:
                queue: spot
                region: eu-west-1
                image: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/hamr:3
                share: team-a
            stages:
              write:
                sweep:
                  seed: 1..{{tasks}}
                command: [write, "${seed}", "${task.index}"]
                inputs: [{template: in.txt}]
                outputs: [out.dat]
                retry: {attempts: 2, delay: 1ms}
              read:
                after: {write: all}
                inputs: [{results: write, into: "in-${write.seed}"}]
                command: [read]
            """);
    }

    public Bench Bench { get; } = new();

    public AwsTwin Place { get; } = new();

    public string File { get; }

    /// <summary>Elements that began, by type.</summary>
    public Dictionary<string, int> Started { get; } = [];

    /// <summary>Compute environments that were there when something ran.</summary>
    public Dictionary<string, ComputeEnvironment> Seen { get; } = [];

    /// <summary>A type on which every task fails.</summary>
    public string Broken { get; set; } = "";

    /// <summary>What machines of <see cref="Liar"/> call themselves.</summary>
    public string Liar { get; set; } = "";

    /// <summary>Runs the command with the four types.</summary>
    public Task<int> CalibrateAsync(params string[] more) =>
        Bench.RunAsync(["calibrate", File, "--types", string.Join(',', s_types.Select(static t => t.Type)), .. more]);

    /// <summary>Text in which nothing differs from run to run.</summary>
    public static string Plain(string text) => Moment().Replace(text, "2030-01-01 00:00:00Z");

    public async Task<string[]> QueuesAsync() =>
        [.. (await Place.Queues.DescribeQueuesAsync([], default)).Select(static queue => queue.JobQueueName).Order()];

    /// <summary>Nothing is there but the queue that was there before.</summary>
    public async Task AssertTidyAsync()
    {
        Assert.Equal(["spot"], await QueuesAsync());
        Assert.Equal(["spot"], await EnvironmentsAsync());
    }

    public async Task<string[]> EnvironmentsAsync() =>
        [.. (await Place.Queues.DescribeEnvironmentsAsync([], default)).Select(static environment => environment.ComputeEnvironmentName).Order()];

    public void Dispose() => Bench.Dispose();

    private ElementPlay Play(StartedElement started)
    {
        string stage = started.Order!.Stage.Name;
        (string type, double mean, _) = s_types.First(t => t.Type.Replace('.', '-') == stage);
        lock (Started)
        {
            Started[type] = Started.GetValueOrDefault(type) + 1;
            Task<IReadOnlyList<ComputeEnvironment>> environments = Place.Queues.DescribeEnvironmentsAsync([$"htcflow-calibrate-trial-{stage}"], default);
            Seen[type] = environments.Result.Single();
        }

        long index = started.Tasks[0];

        // The task's own number says how long it takes, 10 % around the mean; each eleventh is taken away once before, for a tenth of that.
        long task = long.Parse(started.Order.Stage.Sweep.ValueOf(index, "seed")!, CultureInfo.InvariantCulture);
        double seconds = mean * (0.9 + (0.2 * (task * 0.618034 % 1)));
        bool isReclaimed = task % 11 == 0 && started.Order.Attempt == 1;
        Outcome outcome = type == Broken ? Outcome.Failed : isReclaimed ? Outcome.Preempted : Outcome.Succeeded;
        var key = new LedgerKey(
            index, started.Order.Attempt, outcome, outcome == Outcome.Succeeded ? 0 : 75, (long)(1000 * seconds * (isReclaimed ? 0.1 : 1)),
            type == Liar ? "unknown" : type);
        return new ElementPlay { Keys = [key], Exit = key.Exit };
    }

    [GeneratedRegex(@"20\d\d-\d\d-\d\d[ T][\d:.]+(Z|\+00:00)")]
    private static partial Regex Moment();
}
