using System.Buffers;
using HtcFlow.Backends.Commands;
using HtcFlow.Backends.GridEngine.Replies;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.GridEngine;

/// <summary>A cell of Grid Engine by way of its commands: each method is one run of one of them.</summary>
/// <remarks>
/// Plain <c>qsub</c> and not DRMAA: an array of 75,000 tasks takes either 3 to 16 ms, single jobs 150 a second either way, and DRMAA would
/// be a native library to load, of the very version of the site, that has no way through SSH.
/// </remarks>
internal sealed class GridEngineCell(ICommands commands, GridEngineOptions options)
{
    // Arguments of a command share 128 KiB a word and some 2 MiB in all; a range of tasks has at most 30 characters.
    private const int RangesPerCall = 2_000;

    private static readonly SearchValues<char> s_pattern = SearchValues.Create("*?[!&|(");

    /// <summary>Processes started so far.</summary>
    internal long Started => commands.Started;

    /// <summary>Sends an array; its number, or null when qsub accepted it in words that nobody understands.</summary>
    internal async Task<string?> SubmitAsync(ArrayAsk ask, IReadOnlyCollection<string> avoided, CancellationToken cancellationToken)
    {
        CommandReply reply = await commands.RunAsync(
            new Command(PathOf("qsub"), GridEngineScript.Arguments(ask, options, avoided)) { Input = GridEngineScript.Script(ask, options) },
            cancellationToken);
        return reply.Exit == 0 ? GridEngineReplies.JobOf(reply.Text) : throw GridEngineFault.Of("submit array", ask.Name.Value, reply);
    }

    /// <summary>All jobs of the user that are still there, by number.</summary>
    internal Task<Dictionary<string, QueuedJob>> QueueAsync(CancellationToken cancellationToken) =>
        AskAsync("look at queue", "qstat", ["-xml", "-u", options.User], static reply => GridEngineReplies.Queue(new MemoryStream(reply.Output)), cancellationToken);

    /// <summary>Size of an array; 0 when it is unknown.</summary>
    internal Task<int> SizeAsync(string job, CancellationToken cancellationToken) =>
        AskAsync("look at job", "qstat", ["-j", job, "-xml"], static reply => GridEngineReplies.SizeOf(new MemoryStream(reply.Output)), cancellationToken);

    /// <summary>Why elements of an array are in the error state.</summary>
    internal Task<IReadOnlyList<(int Element, string Reason)>> ErrorsAsync(string job, CancellationToken cancellationToken) =>
        AskAsync("look at job", "qstat", ["-j", job, "-xml"], static reply => GridEngineReplies.Errors(new MemoryStream(reply.Output)), cancellationToken);

    /// <summary>What the live configuration allows.</summary>
    internal Task<CellLimits> LimitsAsync(CancellationToken cancellationToken) =>
        AskAsync("read configuration", "qconf", ["-sconf"], static reply => GridEngineReplies.Limits(reply.Text), cancellationToken);

    /// <summary>Slots of hosts, of the wanted queue only when one is asked for.</summary>
    internal async Task<IReadOnlyList<HostSlots>> HostsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<HostSlots> all = await AskAsync(
            "look at hosts", "qhost", ["-q", "-xml"], static reply => GridEngineReplies.Hosts(new MemoryStream(reply.Output)), cancellationToken);
        string[] wanted = [.. options.Queue.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static queue => queue.Split('@')[0])];

        // A pattern is left to the scheduler: then everything counts.
        return wanted.Length == 0 || wanted.Any(static queue => queue.AsSpan().ContainsAny(s_pattern))
            ? all
            : [.. all.Where(host => wanted.Contains(host.Queue, StringComparer.Ordinal))];
    }

    /// <summary>Deletes elements; what is not there any more is no error.</summary>
    internal Task DeleteAsync(string job, IndexSet elements, CancellationToken cancellationToken) =>
        ByRangesAsync("cancel elements", "qdel", [], job, elements, cancellationToken);

    /// <summary>Takes elements out of the error state, so that they are tried again.</summary>
    internal Task ClearAsync(string job, IndexSet elements, CancellationToken cancellationToken) =>
        ByRangesAsync("clear errors", "qmod", ["-cj"], job, elements, cancellationToken);

    /// <summary>Disables or enables a host's queue instances, for everybody; false where this user may not.</summary>
    internal async Task<bool> SwitchAsync(string host, bool isDisabled, CancellationToken cancellationToken)
    {
        string queue = options.Queue.Length > 0 && !options.Queue.AsSpan().ContainsAny(",@") ? options.Queue : "*";
        CommandReply reply = await commands.RunAsync(
            new Command(PathOf("qmod"), [isDisabled ? "-d" : "-e", $"{queue}@{host}"]), cancellationToken);
        FaultException? fault = reply.Exit == 0 ? null : GridEngineFault.Of("quarantine host", host, reply);
        return fault is null || (GridEngineFault.IsOutage(fault) ? throw fault : false);
    }

    private async Task ByRangesAsync(
        string operation, string program, string[] words, string job, IndexSet elements, CancellationToken cancellationToken)
    {
        foreach (IndexRange[] ranges in elements.Ranges.Chunk(RangesPerCall))
        {
            CommandReply reply = await commands.RunAsync(
                new Command(PathOf(program), [.. words, .. ranges.Select(range => GridEngineScript.Tasks(job, range))]), cancellationToken);
            if (reply.Exit != 0
                && GridEngineFault.Of(operation, job, reply) is { Kind: FaultKind.Transient or FaultKind.Denied } fault)
            {
                throw fault;
            }
        }
    }

    private async Task<T> AskAsync<T>(
        string operation, string program, string[] arguments, Func<CommandReply, T> read, CancellationToken cancellationToken)
    {
        CommandReply reply = await commands.RunAsync(new Command(PathOf(program), arguments), cancellationToken);
        if (reply.Exit != 0)
        {
            throw GridEngineFault.Of(operation, program, reply);
        }

        try
        {
            return read(reply);
        }
        catch (FormatException e)
        {
            throw new FaultException(
                FaultKind.Broken, operation, program, $"its reply is not Grid Engine's ({e.Message}); check which scheduler '{program}' belongs to", e);
        }
    }

    private string PathOf(string program) => options.CommandDirectory.Length == 0 ? program : Path.Combine(options.CommandDirectory, program);
}
