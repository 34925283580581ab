namespace HtcFlow.Benchmarks.Shipping;

/// <summary>The published runner between commands that write files and a real S3 gateway, beside rclone and aws.</summary>
internal static class ShipBenchmark
{
    /// <summary>The gateway keeps objects in memory; the large set takes 3 GB uncompressed and is removed after each run.</summary>
    private const string GatewayMemory = "12884901888";

    private static readonly string[] s_trials = ["latency", "torn", "burst", "small", "large"];

    /// <summary>Runs everything, and the figures of frames.</summary>
    public static async Task<int> RunAsync()
    {
        await RunAllAsync(s_trials);
        return await FrameFigures.RunAsync();
    }

    /// <summary>Runs one trial by its name.</summary>
    public static Task<int> RunAsync(string trial) => trial == "frames" ? FrameFigures.RunAsync() : RunAllAsync([trial]);

    private static async Task<int> RunAllAsync(string[] trials)
    {
        Environment.SetEnvironmentVariable("CEPH_MEM", Environment.GetEnvironmentVariable("CEPH_MEM") ?? GatewayMemory);
        string root = Directory.CreateTempSubdirectory("htcflow-ship-").FullName;
        try
        {
            await using var bench = await ShipBench.OpenAsync(root);
            foreach (string trial in trials)
            {
                await RunAsync(bench, trial);
            }

            return 0;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task RunAsync(ShipBench bench, string trial)
    {
        switch (trial)
        {
            case "latency":
                await LatencyTrial.RunAsync(bench);
                break;
            case "torn":
                await TornTrial.RunAsync(bench);
                break;
            case "burst":
                BurstTrial.Run(bench);
                break;
            case "small":
                await UploadTrial.SmallAsync(bench);
                break;
            default:
                await UploadTrial.LargeAsync(bench);
                break;
        }
    }
}
