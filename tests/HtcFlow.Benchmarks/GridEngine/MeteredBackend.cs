using System.Diagnostics;
using System.Text.Json;
using HtcFlow.Backends.Clusters;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Ports.Abilities;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Benchmarks.GridEngine;

/// <summary>The backend as it is, with a stop watch beside it; tells each ask and each look on standard output.</summary>
internal sealed class MeteredBackend(ClusterBackend inner) : IBackend, IHostControl
{
    /// <summary>First word of a line that tells of an ask.</summary>
    public const string AskWord = "ask";

    /// <summary>First word of a line that tells of a look.</summary>
    public const string LookWord = "look";

    public BackendCapabilities Capabilities => inner.Capabilities;

    /// <summary>Wall time in submissions.</summary>
    public double SubmitSeconds { get; private set; }

    /// <summary>Elements that the cell took.</summary>
    public long Submitted { get; private set; }

    /// <summary>Looks at the queue.</summary>
    public int Looks { get; private set; }

    public Task WaitForNewsAsync(CancellationToken cancellationToken) => inner.WaitForNewsAsync(cancellationToken);

    public async Task<IReadOnlyList<SubmitReply>> SubmitAsync(IReadOnlyList<ArrayAsk> asks, CancellationToken cancellationToken)
    {
        // Before the cell hears of it, so that the stand-in knows the order when the first record comes.
        foreach (ArrayAsk ask in asks)
        {
            Console.WriteLine($"{AskWord} {ask.Name.Value} {ask.Environment[RunnerEnvironment.Order]}");
        }

        long begin = Stopwatch.GetTimestamp();
        IReadOnlyList<SubmitReply> replies = await inner.SubmitAsync(asks, cancellationToken);
        SubmitSeconds += Stopwatch.GetElapsedTime(begin).TotalSeconds;
        Submitted += asks.Where((_, a) => replies[a].Handle is not null).Sum(static ask => ask.Elements);
        return replies;
    }

    public Task<IReadOnlyList<JobHandle>> FindAsync(IReadOnlyList<JobName> names, CancellationToken cancellationToken) =>
        inner.FindAsync(names, cancellationToken);

    public async Task<IReadOnlyList<ArrayStatus>> ObserveAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken)
    {
        ProcessCost before = ProcessCost.Own();
        long begin = Stopwatch.GetTimestamp();
        IReadOnlyList<ArrayStatus> statuses = await inner.ObserveAsync(handles, cancellationToken);
        var look = new QueueLook(
            statuses.Sum(static status => status.Running.Count), statuses.Sum(static status => status.Ended.Count),
            ProcessCost.Own() - before, Stopwatch.GetElapsedTime(begin).TotalSeconds, before);
        Looks++;
        Console.WriteLine($"{LookWord} {JsonSerializer.Serialize(look)}");
        return statuses;
    }

    public Task CancelAsync(JobHandle handle, IndexSet elements, CancellationToken cancellationToken) =>
        inner.CancelAsync(handle, elements, cancellationToken);

    public Task ForgetAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken) => inner.ForgetAsync(handles, cancellationToken);

    public Task AvoidAsync(IReadOnlyCollection<string> hosts, CancellationToken cancellationToken) => inner.AvoidAsync(hosts, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
