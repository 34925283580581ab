using System.Globalization;
using HtcFlow.Core.Ports;
using HtcFlow.Objects.Stores;
using HtcFlow.Testing;
using HtcFlow.Testing.S3;

namespace HtcFlow.Acceptance.Chaos;

/// <summary>Runners and commands are killed at random; nothing that was acknowledged is lost, and no checkpoint comes back torn.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Steps = 100;
    private const int Abreast = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>1,000 in a soak; enough in every run to meet each phase of an attempt several times.</summary>
    private static int Kills => IsSoak ? 1000 : 60;

    /// <summary>Where a checkpoint takes longer to come than to be shipped: tells how much is done again after a kill.</summary>
    private static int SteadyKills => IsSoak ? 200 : 6;

    private static bool IsSoak =>
        double.TryParse(Environment.GetEnvironmentVariable("HTCFLOW_SOAK_MINUTES"), CultureInfo.InvariantCulture, out double minutes) && minutes > 0;

    [Fact]
    public Task Run_KilledAgainAndAgain_LosesNothingInADirectory() => RunInADirectoryAsync(1000, isSteady: false);

    [Fact]
    public Task Run_KilledAtASteadyPace_LosesNothingInADirectory() => RunInADirectoryAsync(3000, isSteady: true);

    [Fact]
    public Task Run_KilledAgainAndAgainBehindABadNetwork_LosesNothingInABucket() => RunInABucketAsync(2000, isSteady: false);

    [Fact]
    public Task Run_KilledAtASteadyPaceBehindABadNetwork_LosesNothingInABucket() => RunInABucketAsync(4000, isSteady: true);

    private async Task RunInADirectoryAsync(int seed, bool isSteady)
    {
        using var root = new TempDirectory();
        await using var store = new DirectoryStore(root.At("store"));

        await RunAsync(root.At("store"), store, new Dictionary<string, string>(), seed, isSteady);
    }

    private async Task RunInABucketAsync(int seed, bool isSteady)
    {
        S3Gateway gateway = S3Gateway.Shared;
        string bucket = await gateway.NewBucketAsync(Token);
        await using var proxy = new FaultProxy(gateway, seed: 1, TimeProvider.System) { Storm = FaultStorm.Gale };
        foreach ((string name, string value) in gateway.Environment)
        {
            Environment.SetEnvironmentVariable(name, value); // the test looks into the bucket itself, past the proxy
        }

        await using IObjectStore store = ObjectStores.Open(gateway.Address(bucket));

        await RunAsync(gateway.Address(bucket, proxy: proxy.Endpoint), store, gateway.Environment, seed, isSteady);
    }

    private async Task RunAsync(
        string address, IObjectStore store, IReadOnlyDictionary<string, string> environment, int seed, bool isSteady)
    {
        ChaosPace pace = isSteady ? ChaosPace.Steady : ChaosPace.Fast;
        int wanted = isSteady ? SteadyKills : Kills;
        var chain = new Chain(isSteady ? Steps / 2 : Steps);
        int kills = 0;
        var lost = new List<int>();
        await Parallel.ForAsync(0, Abreast, Token, async (lane, _) =>
        {
            for (int task = 0; Volatile.Read(ref kills) < wanted; task++)
            {
                using var one = new ChaosTask(chain, seed + lane + (task * Abreast), address, store, environment, pace);
                int before = 0;
                await one.RunAsync(() =>
                {
                    int now = one.Kills - before;
                    before = one.Kills;
                    return Interlocked.Add(ref kills, now) < wanted;
                });
                Interlocked.Add(ref kills, one.Kills - before);
                lock (lost)
                {
                    lost.AddRange(one.StepsLost);
                }
            }
        });

        Assert.True(kills >= wanted, $"only {kills} of {wanted} kills struck");
        lost.Sort();
        output.WriteLine($"{kills} kills; checkpoint intervals to be repeated after each: median {Intervals(0.5):F1}, 99 % {Intervals(0.99):F1}, most {Intervals(1):F1}");

        double Intervals(double share) => lost[(int)((lost.Count - 1) * share)] / (double)ChaosTask.Every;
    }
}
