using System.Text.Json;
using HtcFlow.Testing.Aws;
using HtcFlow.Testing.S3;

namespace HtcFlow.Acceptance.Aws;

/// <summary>A calibration before the emulated AWS, with runners as processes, calls that are refused or lost, and a command that is killed.</summary>
public sealed class AwsCalibrationTests
{
    private const string Image = "images/sh:1";
    private const string Types = "c5.large,c6a.large,m5.large";

    // How long a task takes follows from the environment that it runs in: three times as long on the second best.
    private const string Script = """
        case "$AWS_BATCH_CE_NAME" in
          htcflow-calibrate-c-c6a-large) sleep 0.4 ;;
          htcflow-calibrate-c-c5-large) sleep 1.2 ;;
          htcflow-calibrate-c-m5-large) sleep 1.6 ;;
          *) exit 9 ;;
        esac
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calibrate_KilledInARoundAndAfterIt_FindsTheCheapestAndTidiesUp()
    {
        S3Gateway gateway = S3Gateway.Shared;
        using var emulator = new AwsEmulatorProcess(Options(gateway));
        using var run = new SmallRun(script: Script);
        foreach ((string name, string value) in gateway.Environment)
        {
            run.Set(name, value);
        }

        string campaign = run.Write("aws.yaml", $$"""
            campaign: c
            store: {{gateway.Address(await gateway.NewBucketAsync(Token))}}
            backend:
              aws-batch: {queue: main, image: "{{Image}}", region: us-east-1, endpoint: "{{emulator.Endpoint.OriginalString}}", poll: 1s, search-lag: 4s, scratch: {{run.Scratch}}, cache: {{run.At("cache")}}}
            stages:
              one:
                sweep: {seed: 1..300}
                command: [/bin/sh, task.sh, "${seed}"]
                inputs: [task.sh]
            """);
        string[] command = ["calibrate", campaign, "--types", Types, "--tasks", "40", "--json"];
        string Scene() => $"{emulator.Control("GET", "instances")}\n{emulator.LastWords(files: 6)}";

        // In the first round, when the first tasks have ended.
        ProgramRun first = run.Start(command);
        KillWhen("ledger keys of the first round", first, () => HasKeys(run), Scene);
        string names = string.Join(' ', Queues(emulator));
        Assert.Contains("htcflow-calibrate-c-c6a-large", names, StringComparison.Ordinal);

        // When that round is in the book: then the next one begins, or the queues are being taken away.
        ProgramRun second = run.Start(command);
        KillWhen("the first round's place in the book", second, () => IsBooked(run), Scene, mayEnd: true);
        string book = File.ReadAllText(run.At("home/campaigns/c-calibrate/calibration.json"));

        string output = run.Start(command).WaitForSuccess();
        JsonElement result = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]).RootElement;
        Assert.Equal("c6a.large", result.GetProperty("types")[0].GetProperty("type").GetString());
        Assert.Equal(["c6a.large"], result.GetProperty("chosen").EnumerateArray().Select(static type => type.GetString()));
        Assert.All(result.GetProperty("types").EnumerateArray(), static type => Assert.True(type.GetProperty("samples").GetInt64() >= 15, type.ToString()));
        Assert.Equal(["main"], Queues(emulator));
        Assert.True(emulator.Calls(static end => end is "ServerException" or "lost") > 0, "no call failed");

        // What was booked before the kill stands: no round was run twice.
        Assert.StartsWith(First(book), First(File.ReadAllText(run.At("home/campaigns/c-calibrate/calibration.json"))), StringComparison.Ordinal);
    }

    // Everything is quicker than it is in the world, and an environment holds few machines, so that this one bears them.
    private static object Options(S3Gateway gateway) => new
    {
        executor = "process",
        images = new Dictionary<string, object> { [Image] = new { entrypoint = new[] { Products.Runner } } },
        regions = new[] { "us-east-1" },
        keys = new[] { new { id = gateway.AccessKey, secret = gateway.SecretKey } },
        jobEnvironment = new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = gateway.AccessKey,
            ["AWS_SECRET_ACCESS_KEY"] = gateway.SecretKey,
        },
        habits = new { visibilityLag = "00:00:01", summaryLag = "00:00:01", queueingTime = "00:00:00.2", startingTime = "00:00:00.2", resourceTime = "00:00:00.5" },
        world = new
        {
            instanceStart = "00:00:00.5",
            scalePeriod = "00:00:01",
            idleTime = "00:00:05",
            queues = new[] { new { name = "main", instanceTypes = new[] { "c5", "m5" }, maxVcpus = 4 } },
        },
        weather = new { errorShare = 0.05, throttleShare = 0.05, lostShare = 0.03 },
    };

    private static void KillWhen(string what, ProgramRun run, Func<bool> isTrue, Func<string> scene, bool mayEnd = false)
    {
        SmallRun.WaitFor(what, () => run.HasEnded || isTrue(), scene);
        Assert.False(run.HasEnded && !mayEnd, run.HasEnded ? $"it ended before {what}\n{run.Error}\n{run.Output}" : "");
        ProgramRun.Start("/bin/sh", ["-c", $"kill -KILL {run.Id} 2>/dev/null; exit 0"]).WaitForSuccess(); // it may end just now
        run.Wait(TimeSpan.FromMinutes(1));
    }

    private static bool HasKeys(SmallRun run) => File.Exists(run.At("home/campaigns/c-calibrate-1/journal.db"))
        && run.Start("status", "c-calibrate-1", "--json") is var status && status.Wait(TimeSpan.FromMinutes(1)) == 0
        && JsonDocument.Parse(status.Output).RootElement.GetProperty("succeeded").GetInt64() > 0;

    private static bool IsBooked(SmallRun run) => File.ReadAllText(run.At("home/campaigns/c-calibrate/calibration.json")).Contains("c-calibrate-1", StringComparison.Ordinal);

    // The book up to its first round.
    private static string First(string book)
    {
        int rounds = book.IndexOf("\"rounds\":", StringComparison.Ordinal);
        return book[rounds..book.IndexOf("}]}", rounds, StringComparison.Ordinal)];
    }

    private static string[] Queues(AwsEmulatorProcess emulator) =>
        [.. emulator.Control("GET", "queues").EnumerateArray().Select(static queue => queue.GetProperty("name").GetString()!).Order()];
}
