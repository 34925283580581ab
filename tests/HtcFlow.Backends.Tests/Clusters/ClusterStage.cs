using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Commands;
using HtcFlow.Core.Ports;
using HtcFlow.Testing;

namespace HtcFlow.Backends.Tests.Clusters;

/// <summary>The backend for a scheduler on stage: elements are stand-ins that leave files beside a gate.</summary>
internal abstract class ClusterStage : IBackendStage
{
    private readonly TempDirectory _directory = new();

    internal WatchedCommands Commands { get; private set; } = null!;

    internal ClusterBackend? Cluster { get; private set; }

    public IBackend Backend => Cluster!;

    public long Effort => Cluster!.ProcessesStarted;

    public int Started => Starts.Count;

    public abstract string Host { get; }

    /// <summary>Elements in the order of their starts.</summary>
    internal IReadOnlyList<string> Starts => File.Exists(Gate + ".starts") ? File.ReadAllLines(Gate + ".starts") : [];

    internal string Gate => At("gate");

    /// <summary>Whether the scheduler's queue is empty, whoever's jobs were in it.</summary>
    internal abstract bool IsIdle { get; }

    /// <summary>What takes the scheduler away and brings it back instead of killing its daemon.</summary>
    internal Action<bool>? Weather { get; init; }

    /// <summary>Directory of the book of arrays.</summary>
    protected string Spool => At("spool");

    /// <summary>The command that submits.</summary>
    protected abstract string Submitter { get; }

    /// <summary>Number of the first element, as stand-ins write it into the names of their files.</summary>
    protected virtual int First => 0;

    /// <summary>Ends the backend as a crash would, and opens another one, with or without what the first remembered.</summary>
    internal async Task ReopenAsync(bool losesBook = false)
    {
        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }

        if (losesBook)
        {
            Directory.Delete(Spool, recursive: true);
        }

        Commands = new WatchedCommands(OpenCommands());
        Cluster = await OpenAsync(Commands, TestContext.Current.CancellationToken);
    }

    internal string At(string name) => _directory.At(name);

    /// <summary>Waits until elements can take a request to stop.</summary>
    internal Task HeldAsync(params int[] elements) => FilesAsync("held", elements);

    /// <summary>Waits until held elements have let go.</summary>
    internal Task LeftAsync(params int[] elements) => FilesAsync("left", elements);

    public ArrayAsk Prepare(ArrayAsk ask) => ask with
    {
        Environment = new Dictionary<string, string>(ask.Environment, StringComparer.Ordinal) { ["TEST_GATE"] = Gate },
    };

    public Task ReleaseAsync() => File.WriteAllTextAsync(Gate, "");

    public void LoseReplies(bool areLost) => Commands.LosesRepliesOf = areLost ? Submitter : "";

    public Task SetOutageAsync(bool isOut)
    {
        if (Weather is not null)
        {
            Weather(isOut);
            return Task.CompletedTask;
        }

        return SetDownAsync(isOut);
    }

    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync();
        await Cluster!.DisposeAsync();
        Clear();
        _directory.Dispose();
    }

    /// <summary>Kills the scheduler, or starts it again.</summary>
    protected abstract Task SetDownAsync(bool isDown);

    /// <summary>Makes a way to the scheduler's commands.</summary>
    protected abstract ICommands OpenCommands();

    /// <summary>Opens the backend on such a way.</summary>
    protected abstract Task<ClusterBackend> OpenAsync(ICommands commands, CancellationToken cancellationToken);

    /// <summary>Takes everything out of the queue.</summary>
    protected abstract void Clear();

    private Task FilesAsync(string kind, int[] elements) =>
        Script.SoonAsync(() => Array.TrueForAll(elements, element => File.Exists($"{Gate}.{kind}.{element + First}")));
}
