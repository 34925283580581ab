using HtcFlow.AwsEmulator.Options;

namespace HtcFlow.AwsEmulator.Tests.Support;

/// <summary>Emulators on the system's clock whose world is in a hurry.</summary>
internal static class Quick
{
    /// <summary>Starts one.</summary>
    public static Task<EmulatorHost> StartAsync(Action<EmulatorOptions>? configure = null)
    {
        var options = new EmulatorOptions();
        options.Habits.VisibilityLag = TimeSpan.Zero;
        options.Habits.SummaryLag = TimeSpan.FromMilliseconds(20);
        options.Habits.QueueingTime = TimeSpan.FromMilliseconds(10);
        options.Habits.StartingTime = TimeSpan.FromMilliseconds(10);
        options.Habits.KillGrace = TimeSpan.FromMilliseconds(300);
        options.Habits.ReclaimNotice = TimeSpan.FromMilliseconds(500);
        options.Habits.ShutdownGrace = TimeSpan.FromMilliseconds(200);
        options.World.InstanceStart = TimeSpan.FromMilliseconds(50);
        options.World.ScalePeriod = TimeSpan.FromMilliseconds(50);
        options.World.VirtualRunTime = TimeSpan.FromMilliseconds(100);
        configure?.Invoke(options);
        return EmulatorHost.StartAsync(options, TimeProvider.System);
    }
}
