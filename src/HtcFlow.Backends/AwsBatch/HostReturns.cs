using HtcFlow.Aws.Ec2;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.AwsBatch;

/// <summary>Gives slow hosts back: terminates instances that AWS Batch started, a few an hour, where this user may.</summary>
/// <remarks>A terminated instance takes along what else runs on it; those elements are interrupted as by a reclaim, and tried again.</remarks>
internal sealed class HostReturns(IReadOnlyList<BatchPlace> places, int mostAnHour, TimeProvider clock)
{
    private const string ServiceTag = "AWSBatchServiceTag";
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private readonly HashSet<string> _returned = [];
    private readonly Queue<long> _times = new();

    /// <summary>Why nothing can be given back; empty while it can.</summary>
    internal string Refusal { get; private set; } = "";

    /// <summary>Terminates those of the hosts that are instances of AWS Batch and still there.</summary>
    internal async Task ReturnAsync(IReadOnlyCollection<string> hosts, CancellationToken cancellationToken)
    {
        while (_times.TryPeek(out long first) && clock.GetElapsedTime(first) > s_hour)
        {
            _times.Dequeue();
        }

        string[] wanted = [.. hosts.Where(host => IsInstance(host) && !_returned.Contains(host)).Take(Math.Max(0, mostAnHour - _times.Count))];
        foreach (BatchPlace place in places.DistinctBy(static place => place.Services))
        {
            if (wanted.Length > 0)
            {
                await ReturnAsync(place, wanted, cancellationToken);
            }
        }
    }

    private async Task ReturnAsync(BatchPlace place, string[] wanted, CancellationToken cancellationToken)
    {
        var query = new InstanceQuery
        {
            Filters = new Dictionary<string, IReadOnlyCollection<string>>
            {
                ["instance-id"] = wanted,
                ["tag:" + ServiceTag] = ["batch"],
                ["instance-state-name"] = ["running"],
            },
        };
        var there = new List<string>();
        await foreach (Ec2Instance instance in place.Services.Ec2.InstancesAsync(query, cancellationToken))
        {
            there.Add(instance.Id);
        }

        if (there.Count == 0)
        {
            return;
        }

        try
        {
            await place.Services.Ec2.TerminateInstancesAsync(there, dryRun: true, cancellationToken);
            await place.Services.Ec2.TerminateInstancesAsync(there, dryRun: false, cancellationToken);
            Refusal = "";
        }
        catch (FaultException fault) when (fault.Kind == FaultKind.Denied)
        {
            Refusal = $"slow hosts cannot be given back: {fault.Detail}; allow ec2:TerminateInstances for instances with the tag {ServiceTag}, or take out 'terminate-slow-hosts'";
            return;
        }

        foreach (string instance in there)
        {
            _returned.Add(instance);
            _times.Enqueue(clock.GetTimestamp());
        }
    }

    private static bool IsInstance(string host) => host.StartsWith("i-", StringComparison.Ordinal) && host.Length is >= 10 and <= 32 && host.Skip(2).All(char.IsAsciiHexDigitLower);
}
