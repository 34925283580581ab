using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Backends.Commands;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Pbs;

/// <summary>A PBS server by way of its commands.</summary>
/// <param name="commands">Where they run.</param>
/// <param name="options">How this server is to be asked.</param>
/// <param name="maxElements">Most elements of one array.</param>
/// <param name="widest">Most processors of one host; 0 when unknown.</param>
internal sealed class PbsScheduler(ICommands commands, PbsOptions options, int maxElements, int widest) : IScheduler, IStuckJobs
{
    private const int JobsPerCall = 500;
    private const int RangesPerCall = 1_000;

    /// <inheritdoc/>
    public long Started => commands.Started;

    /// <summary>Most elements of one array, as the server says it; null where it does not.</summary>
    internal static async Task<int?> LimitAsync(ICommands commands, PbsOptions options, CancellationToken cancellationToken)
    {
        string text = await AskAsync(commands, options, "look at server", "qstat", ["-Bf"], [], static text => text, cancellationToken);
        IReadOnlyList<PbsEntry> servers = Read("qstat", text, PbsReplies.Entries);
        return servers.Count == 0
            ? throw new FaultException(FaultKind.Broken, "look at server", "qstat", "it names no server; check which scheduler it belongs to, and PBS_SERVER")
            : int.TryParse(servers[0]["max_array_size"], out int most) ? most : null;
    }

    /// <summary>Processors of each host; empty where this user may not see them.</summary>
    internal static async Task<IReadOnlyList<int>> ProcessorsAsync(ICommands commands, PbsOptions options, CancellationToken cancellationToken)
    {
        CommandReply reply = await commands.RunAsync(new Command(options.PathOf("pbsnodes"), ["-a"]), cancellationToken);
        return reply.Exit == 0 ? PbsReplies.Processors(reply.Text) : [];
    }

    /// <summary>Never: jobs are held by people, or by the server after twenty starts that failed.</summary>
    public bool StartsAgain => false;

    /// <inheritdoc/>
    public FaultException? Check(ArrayAsk ask) => AskRules.Check(ask, maxElements, "max_array_size", widest);

    /// <inheritdoc/>
    public async Task<string?> SubmitAsync(ArrayAsk ask, IReadOnlyCollection<string> avoided, CancellationToken cancellationToken)
    {
        PbsOptions place = options.For(ask.Target);
        CommandReply reply = await commands.RunAsync(
            new Command(options.PathOf("qsub"), PbsScript.Arguments(ask, place)) { Input = PbsScript.Script(ask, place) }, cancellationToken);
        return reply.Exit == 0
            ? PbsReplies.JobOf(reply.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault(""))
            : throw PbsFault.Of("submit array", ask.Name.Value, reply);
    }

    /// <inheritdoc/>
    public async Task<Dictionary<string, QueuedJob>> QueueAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> ids = await AskAsync("look at queue", "qselect", ["-u", options.User], [], PbsReplies.Jobs, cancellationToken);
        var jobs = new Dictionary<string, QueuedJob>(StringComparer.Ordinal);
        var begun = new List<string>();
        foreach (string[] some in ids.Chunk(JobsPerCall))
        {
            foreach (PbsEntry entry in await AskAsync("look at queue", "qstat", ["-f", .. some], PbsFault.Gone, PbsReplies.Entries, cancellationToken))
            {
                if (PbsReplies.JobOf(entry.Id) is { } id && !jobs.ContainsKey(id) && Add(id, entry, jobs))
                {
                    begun.Add(id);
                }
            }
        }

        foreach (string[] some in begun.Chunk(JobsPerCall))
        {
            foreach ((string job, long element, char letter) in await AskAsync(
                "look at arrays", "qstat", ["-t", .. some], PbsFault.Gone, static text => PbsReplies.Elements(text).ToArray(), cancellationToken))
            {
                if (PbsReplies.StateOf(letter) is { } state)
                {
                    jobs.GetValueOrDefault(job)?.Add([new IndexRange(element, 1)], state);
                }
            }
        }

        foreach (QueuedJob job in jobs.Values)
        {
            job.Close();
        }

        return jobs;
    }

    /// <inheritdoc/>
    public async Task<int> SizeAsync(string job, CancellationToken cancellationToken)
    {
        PbsEntry? entry = await EntryAsync(job, cancellationToken);
        return entry is null ? 0
            : !job.EndsWith(']') ? 1
            : (int)PbsReplies.Ranges(Submitted(entry)).Select(static range => range.End).DefaultIfEmpty().Max();
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string job, IndexSet elements, CancellationToken cancellationToken)
    {
        // All of an array is one word, and ends what is left of it in one step.
        int size = elements.Ranges is [var all] && all.First == 0 ? await SizeAsync(job, cancellationToken) : 0;
        foreach (IndexRange[] ranges in elements.Ranges.Chunk(RangesPerCall))
        {
            await AskAsync("cancel elements", "qdel", [.. PbsScript.Deletion(job, size, ranges, options.Dialect)], PbsFault.Gone, static _ => 0, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<long, string>> ReasonsAsync(string job, CancellationToken cancellationToken)
    {
        PbsEntry? entry = await EntryAsync(job, cancellationToken);
        string why = entry?["comment"] is { Length: > 0 } comment ? comment : "it is held";
        return job.EndsWith(']') && entry is not null
            ? PbsReplies.Ranges(Submitted(entry)).SelectMany(static range => IndexSet.Range(range.First, range.Count)).ToDictionary(static element => element, _ => why)
            : new Dictionary<long, string> { [0] = why };
    }

    /// <inheritdoc/>
    public Task ClearAsync(string job, IndexSet elements, CancellationToken cancellationToken) =>
        AskAsync("release job", "qrls", [job], PbsFault.Gone, static _ => 0, cancellationToken);

    private Task<PbsEntry?> EntryAsync(string job, CancellationToken cancellationToken) => AskAsync(
        "look at job", "qstat", ["-f", job], PbsFault.Gone, static text => PbsReplies.Entries(text) is [var entry, ..] ? entry : null, cancellationToken);

    // OpenPBS says what was asked for in its own words, Torque in others.
    private static string Submitted(PbsEntry entry) =>
        entry["array_indices_submitted"] is { Length: > 0 } indices ? indices : entry["job_array_request"].Split('%')[0];

    // Whether single elements have to be looked at.
    private static bool Add(string id, PbsEntry entry, Dictionary<string, QueuedJob> jobs)
    {
        var job = new QueuedJob(id, entry["Job_Name"]);
        jobs.Add(id, job);
        QueuedState? state = entry["job_state"] is { Length: > 0 } letters ? PbsReplies.StateOf(letters[0]) : QueuedState.Waiting;
        if (!id.EndsWith(']'))
        {
            job.Add(state is null ? [] : [new IndexRange(0, 1)], state ?? QueuedState.Waiting);
            return false;
        }

        if (state is QueuedState.Waiting && entry["array_indices_remaining"] is { Length: > 0 } remaining)
        {
            job.Add(PbsReplies.Ranges(remaining), QueuedState.Waiting);
            return false;
        }

        return true;
    }

    private static T Read<T>(string program, string text, Func<string, T> read)
    {
        try
        {
            return read(text);
        }
        catch (FormatException e)
        {
            throw new FaultException(FaultKind.Broken, "read reply", program, $"it is not PBS's ({e.Message}); check which scheduler '{program}' belongs to", e);
        }
    }

    // What ended while it was asked about is no error: the rest is printed all the same.
    private static async Task<T> AskAsync<T>(
        ICommands commands, PbsOptions options, string operation, string program, string[] arguments, string[] forgiven, Func<string, T> read, CancellationToken cancellationToken)
    {
        CommandReply reply = await commands.RunAsync(new Command(options.PathOf(program), arguments), cancellationToken);
        return reply.Exit == 0 || SaidWords.Has(reply.Error, forgiven)
            ? Read(program, reply.Text, read)
            : throw PbsFault.Of(operation, program, reply);
    }

    private Task<T> AskAsync<T>(
        string operation, string program, string[] arguments, string[] forgiven, Func<string, T> read, CancellationToken cancellationToken) =>
        AskAsync(commands, options, operation, program, arguments, forgiven, read, cancellationToken);
}
