using System.Globalization;
using HtcFlow.Runner.Attempts;
using HtcFlow.Runner.Flags;
using HtcFlow.Runner.Streams;

namespace HtcFlow.Runner.Tests.Runs.Limits;

/// <summary>The whole runner, in a process of its own and with a real command, under a clock that runs fast: guards that judge minutes can be seen to act.</summary>
/// <remarks>Only the clock differs. Whoever waits is woken after the usual time, and finds that more of it has gone by.</remarks>
internal static class FastRunner
{
    /// <summary>First argument of this program when it is to be a runner.</summary>
    public const string Word = "--runner-with-a-fast-clock";

    /// <summary>Words in front of a runner's own, for <see cref="RunnerBench.Through"/>.</summary>
    public static IReadOnlyList<string> Through(int times) =>
        [Path.Combine(AppContext.BaseDirectory, typeof(FastRunner).Assembly.GetName().Name!), Word, times.ToString(CultureInfo.InvariantCulture)];

    /// <summary>Runs what the environment and the flags say; as <c>Program</c> does.</summary>
    public static async Task<int> RunAsync(int times, string[] arguments)
    {
        var output = new Outlet(1, TimeSpan.FromSeconds(10), TimeProvider.System);
        var error = new Outlet(2, TimeSpan.FromSeconds(10), TimeProvider.System);
        FlagSet flags = FlagReader.Read(arguments, Environment.GetEnvironmentVariable);
        using var setup = new Setup(flags, [output, error], line => error.WriteLine("htcflow-runner: " + line), new FastTime(times));
        return await setup.RunAsync();
    }
}
