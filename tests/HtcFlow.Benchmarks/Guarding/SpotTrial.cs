using System.Diagnostics;
using System.Globalization;
using HtcFlow.Core.Campaigns;
using HtcFlow.Testing.Metadata;

namespace HtcFlow.Benchmarks.Guarding;

/// <summary>From the moment at which a reclaim stands in the metadata to the moment at which the command is asked for a checkpoint.</summary>
internal static class SpotTrial
{
    private const int Rounds = 12;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    public static void Run(string scratch)
    {
        var milliseconds = new List<double>();
        var dice = new Random(4);
        for (int round = 0; round < Rounds; round++)
        {
            // Anywhere between two questions of the runner.
            milliseconds.Add(Once(Path.Combine(scratch, $"spot-{round}"), TimeSpan.FromSeconds(1 + dice.NextDouble())));
        }

        Bar.Print("spot-notice-to-checkpoint-ms", milliseconds.Max(), "ms", ("median", Bar.Median(milliseconds)), ("bar", 1200));
    }

    private static double Once(string directory, TimeSpan calm)
    {
        Directory.CreateDirectory(directory);
        string ready = Path.Combine(directory, "ready");
        string asked = Path.Combine(directory, "asked");
        using var service = new FakeMetadata(TimeProvider.System);
        string script = $"trap 'date +%s%N > {asked}' USR1; echo ready > {ready}; while :; do sleep 0.005; done";
        using Process runner = GuardedCommand.Start(
            directory,
            GuardedCommand.Stage(["/bin/sh", "-c", script], new WatchSpec(), new CheckpointSpec { Files = ["*.chk"], Signal = "USR1" }),
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", service.Address.ToString()));
        GuardedCommand.WaitForLine(ready, s_longest);
        Thread.Sleep(calm);
        double noticed = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;
        service.Action = "terminate";
        double reached = long.Parse(GuardedCommand.WaitForLine(asked, s_longest), CultureInfo.InvariantCulture) / 1e6;
        runner.Kill(entireProcessTree: true);
        runner.WaitForExit();
        return reached - noticed;
    }
}
