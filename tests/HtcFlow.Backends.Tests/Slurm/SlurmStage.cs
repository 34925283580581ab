using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Commands;
using HtcFlow.Backends.Slurm;
using HtcFlow.Backends.Tests.Clusters;
using HtcFlow.Testing.Slurm;

namespace HtcFlow.Backends.Tests.Slurm;

/// <summary>The backend on stage, on the real cluster of this test run.</summary>
internal sealed class SlurmStage : ClusterStage
{
    private SlurmStage(Func<SlurmOptions, SlurmOptions>? change)
    {
        var options = new SlurmOptions
        {
            SpoolDirectory = Spool,
            RunnerPath = Path.Combine(AppContext.BaseDirectory, "Slurm", "standin.sh"),
            CommandEnvironment = SlurmCluster.Shared.Environment,
            NewsInterval = TimeSpan.FromMilliseconds(50),
            PollInterval = TimeSpan.FromSeconds(1), // the longest rest after a slow look
        };
        Options = change?.Invoke(options) ?? options;
    }

    public override string Host => SlurmCluster.Host;

    internal SlurmOptions Options { get; }

    internal override bool IsIdle => !SlurmCluster.Shared.IsBusy();

    protected override string Submitter => "sbatch";

    internal static async Task<SlurmStage> OpenAsync(Func<SlurmOptions, SlurmOptions>? change = null, Action<bool>? weather = null)
    {
        var stage = new SlurmStage(change) { Weather = weather };
        await stage.ReopenAsync();
        return stage;
    }

    /// <summary>Waits until slurmctld has written down what it knows: what it was told since is lost when it is killed.</summary>
    internal static Task SavedAsync()
    {
        // Not since the last save: a slow disk may end one just now that was begun before the news.
        DateTime begin = TimeProvider.System.GetUtcNow().UtcDateTime;
        SlurmCluster.Shared.Ask("sbatch", "--hold", "--wrap", "true");
        return Script.SoonAsync(() => SlurmCluster.Shared.SavedAt > begin);
    }

    protected override ICommands OpenCommands() => ClusterAccess.To(Options, TimeProvider.System);

    protected override Task<ClusterBackend> OpenAsync(ICommands commands, CancellationToken cancellationToken) =>
        SlurmBackend.OpenAsync(Options, commands, TimeProvider.System, cancellationToken);

    protected override void Clear() => SlurmCluster.Shared.Clear();

    protected override async Task SetDownAsync(bool isDown)
    {
        if (isDown)
        {
            await SavedAsync();
            SlurmCluster.Shared.Kill("slurmctld");
        }
        else
        {
            SlurmCluster.Shared.Restart();
        }
    }
}
