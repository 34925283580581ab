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
    private static int Kills =>
        double.TryParse(Environment.GetEnvironmentVariable("HTCFLOW_SOAK_MINUTES"), CultureInfo.InvariantCulture, out double minutes) && minutes > 0
            ? 1000 : 60;

    [Fact]
    public async Task Run_KilledAgainAndAgain_LosesNothingInADirectory()
    {
        using var root = new TempDirectory();
        await using var store = new DirectoryStore(root.At("store"));

        await RunAsync(root.At("store"), store, new Dictionary<string, string>(), seed: 1000);
    }

    [Fact]
    public async Task Run_KilledAgainAndAgainBehindABadNetwork_LosesNothingInABucket()
    {
        S3Gateway gateway = S3Gateway.Shared;
        string bucket = await gateway.NewBucketAsync(Token);
        await using var proxy = new FaultProxy(gateway, seed: 1, TimeProvider.System) { Storm = FaultStorm.Gale };
        foreach ((string name, string value) in gateway.Environment)
        {
            Environment.SetEnvironmentVariable(name, value); // the test looks into the bucket itself, past the proxy
        }

        await using IObjectStore store = ObjectStores.Open(gateway.Address(bucket));

        await RunAsync(gateway.Address(bucket, proxy: proxy.Endpoint), store, gateway.Environment, seed: 2000);
    }

    private async Task RunAsync(string address, IObjectStore store, IReadOnlyDictionary<string, string> environment, int seed)
    {
        var chain = new Chain(Steps);
        int kills = 0;
        var lost = new List<int>();
        await Parallel.ForAsync(0, Abreast, Token, async (lane, _) =>
        {
            for (int task = 0; Volatile.Read(ref kills) < Kills; task++)
            {
                using var one = new ChaosTask(chain, seed + lane + (task * Abreast), address, store, environment);
                int before = 0;
                await one.RunAsync(() =>
                {
                    int now = one.Kills - before;
                    before = one.Kills;
                    return Interlocked.Add(ref kills, now) < Kills;
                });
                Interlocked.Add(ref kills, one.Kills - before);
                lock (lost)
                {
                    lost.AddRange(one.StepsLost);
                }
            }
        });

        Assert.True(kills >= Kills, $"only {kills} of {Kills} kills struck");
        lost.Sort();
        output.WriteLine($"{kills} kills; checkpoint intervals to be repeated after each: median {Intervals(0.5):F1}, 99 % {Intervals(0.99):F1}, most {Intervals(1):F1}");

        double Intervals(double share) => lost[(int)((lost.Count - 1) * share)] / (double)ChaosTask.Every;
    }
}
