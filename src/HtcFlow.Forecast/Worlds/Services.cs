using HtcFlow.Backends.Simulated.World;

namespace HtcFlow.Forecast.Worlds;

/// <summary>How the services behind the backends behave, as far as a forecast needs it.</summary>
internal static class Services
{
    private static readonly ServiceModel s_oneMachine = new()
    {
        // The local backend: its replies take no longer than a look into a directory.
        CallsPerSecond = 1_000,
        Latency = TimeSpan.FromMilliseconds(1),
        MaxOutstandingElements = 20_000,
        MaxEnvironmentCharacters = 100_000,
    };

    // The real one looks every quarter of a second; through a campaign of a day that makes 350,000 looks, most of which see nothing. A look
    // every twentieth of the shortest task moves the end of a stage by that much at most, which is less than task times are known to.
    private const int LooksPerTask = 20;
    private static readonly TimeSpan s_shortestLook = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestLook = TimeSpan.FromMinutes(1);

    // Commands of a scheduler, one process each; qsub and sbatch answer within some tenths of a second.
    private static readonly ServiceModel s_cluster = new()
    {
        CallsPerSecond = 10,
        Latency = TimeSpan.FromMilliseconds(300),
        MaxOutstandingElements = 100_000,
    };

    // Slurm's MaxArraySize is 1,001 unless an operator changed it: indices up to 1,000.
    private static readonly ServiceModel s_slurm = s_cluster with { MaxArrayElements = 1_000 };

    // OpenPBS's max_array_size, unless an operator changed it.
    private static readonly ServiceModel s_pbs = s_cluster with { MaxArrayElements = 10_000 };

    /// <summary>One machine that is there, is paid for, and stays.</summary>
    public static FleetModel OneMachineFleet { get; } = new()
    {
        Boot = TimeSpan.Zero,
        ContainerStart = TimeSpan.FromMilliseconds(50),
        IdleTimeout = TimeSpan.FromDays(3650),
        SlowShare = 0,
        StalledShare = 0,
        DeathPerHour = 0,
    };

    /// <summary>The service of a kind of backend.</summary>
    /// <param name="kind">Kind of the campaign's backend.</param>
    /// <param name="isMarket">Whether machines are rented; the local backend's are then rented as AWS Batch does it.</param>
    /// <param name="shortest">Mean time of the shortest tasks.</param>
    public static ServiceModel Of(string kind, bool isMarket, TimeSpan shortest) => kind switch
    {
        _ when !isMarket => s_oneMachine with { PollInterval = LookEvery(shortest) },
        "gridengine" => s_cluster,
        "slurm" => s_slurm,
        "pbs" => s_pbs,
        _ => new ServiceModel(),
    };

    private static TimeSpan LookEvery(TimeSpan shortest)
    {
        TimeSpan look = shortest / LooksPerTask;
        return look < s_shortestLook ? s_shortestLook : look > s_longestLook ? s_longestLook : look;
    }
}
