using System.Diagnostics;
using System.Text.Json;
using HtcFlow.AwsEmulator;
using HtcFlow.AwsEmulator.Options;
using HtcFlow.Testing;

namespace HtcFlow.Benchmarks.AwsBatch;

/// <summary>One measured process before an emulator of its own, which lives in this process and whose clock the measured one moves.</summary>
internal static class ServiceRun
{
    // 100 processors for each thousand tasks: ten rounds of some ten minutes.
    private const int TasksPerVcpu = 10;

    // One instance in ten is taken away within an hour.
    private const double ReclaimsPerHour = 0.1;

    /// <summary>Runs a process to its end.</summary>
    /// <param name="tasks">Tasks, which say how large the cloud is.</param>
    /// <param name="arguments">What the process does; the emulator's address follows the first word.</param>
    public static async Task<AwsFigures> RunAsync(long tasks, params string[] arguments)
    {
        var work = new CloudWork();
        var time = new FakeTimeProvider(ServiceAccess.Begin);
        var options = new EmulatorOptions { Work = work, Regions = ["us-east-1"] };
        options.World.Queues = [new PresetQueue { Name = ServiceAccess.Queue, InstanceTypes = ["c5"], MaxVcpus = (int)Math.Max(100, tasks / TasksPerVcpu) }];
        options.World.ReclaimsPerHour = ReclaimsPerHour;
        await using EmulatorHost emulator = await EmulatorHost.StartAsync(options, time);
        using Process process = Start([arguments[0], emulator.Endpoint.ToString(), .. arguments[1..]]);
        try
        {
            AwsFigures figures = Serve(process, work, time);
            await process.WaitForExitAsync(); // it still has its journal to remove
            return figures;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            await process.WaitForExitAsync();
        }
    }

    private static Process Start(string[] arguments)
    {
        bool isHosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        var start = new ProcessStartInfo(Environment.ProcessPath!, isHosted ? [typeof(ServiceRun).Assembly.Location, .. arguments] : arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_TieredPGO"] = "0"; // as htcflow itself
        start.Environment["AWS_ACCESS_KEY_ID"] = AccessKeyOptions.DefaultId;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = AccessKeyOptions.DefaultSecret;
        start.Environment.Remove("AWS_SESSION_TOKEN");
        return Process.Start(start)!;
    }

    private static AwsFigures Serve(Process process, CloudWork work, FakeTimeProvider time)
    {
        using var from = new BinaryReader(process.StandardOutput.BaseStream);
        using var to = new BinaryWriter(new BufferedStream(process.StandardInput.BaseStream, 1 << 16));
        while (true)
        {
            long ticks = from.ReadInt64();
            if (ticks == ServiceAccess.EndTicks)
            {
                return JsonSerializer.Deserialize<AwsFigures>(from.ReadString())!;
            }

            time.Advance(new DateTimeOffset(ticks, TimeSpan.Zero) - time.GetUtcNow());
            work.Send(to);
            to.Flush();
        }
    }
}
