using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HtcFlow.Core.Planning.Hosts;

/// <summary>The evidence about hosts: who ended what how. A host is blamed when its ends cannot be the bad luck of a good one.</summary>
/// <remarks>Kept in memory only: decisions are facts, evidence is not, and an engine that starts gathers it anew.</remarks>
public sealed class HostBook
{
    /// <summary>Hosts remembered before the ones that were not seen for long are dropped early; 100,000 take about 6 MB.</summary>
    public const int MostHosts = 100_000;

    /// <summary>A host on which nothing ended for so long has gone, or has become another one under the same name.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(12);

    private static readonly TimeSpan s_clearInterval = TimeSpan.FromMinutes(30);

    // By a 64-bit hash of the name: with 10^5 hosts two share one in 1 of 4 * 10^9 cases, and the name itself is at hand whenever it is needed.
    private readonly Dictionary<ulong, HostRecord> _hosts = [];
    private readonly Dictionary<int, FleetTally> _fleets = [];
    private readonly HeldEnds _held = new();
    private DateTimeOffset _nextClear;

    /// <summary>Hosts of which something is remembered.</summary>
    public int Count => _hosts.Count;

    /// <summary>Hosts that there seem to be: those of which something is remembered, or as many as it takes to run what runs when each of
    /// them holds as many elements as have ended on a host so far.</summary>
    /// <remarks>In the first hours of a campaign of long tasks only the broken hosts have ended anything. Later more has ended on a host
    /// than it holds at a time, which makes the estimate too low, and never fewer than are remembered.</remarks>
    public int FleetSize
    {
        get
        {
            long ends = _hosts.Values.Sum(static host => (long)host.Good + host.Bad);
            long running = _fleets.Values.Sum(static fleet => fleet.Running);
            return ends == 0 ? Count : (int)Math.Clamp(running * Count / ends, Count, MostHosts);
        }
    }

    /// <summary>Takes an end in.</summary>
    /// <returns>The evidence in one line when the host is to be blamed, else null.</returns>
    public string? Add(HostEnd end, DateTimeOffset now)
    {
        if (end.Sign == HostSign.None || end.Host.Length == 0)
        {
            return null;
        }

        Clear(now);
        FleetTally fleet = FleetOf(end.Stage);
        ref HostRecord host = ref CollectionsMarshal.GetValueRefOrAddDefault(_hosts, Hash(end.Host), out _);
        host.SeenMinute = MinuteOf(now);
        if (end.Sign != HostSign.Good && !host.TakeBad(MarkOf(end)))
        {
            // The same element again tells of the element. It is no piece of evidence about the fleet either.
            return null;
        }

        host.Good += end.Sign == HostSign.Good ? 1 : 0;
        if (end.Sign == HostSign.Suspect && fleet.ShareOf(HostSign.Suspect, end.Wall, now) > HostTest.MostUsual)
        {
            // Either everything is slow, or it is early and only what is slow has ended yet. Which of the two will show.
            fleet.Add(end.Sign);
            _held.Add(end, now);
            return null;
        }

        double suspect = fleet.ShareOf(HostSign.Suspect, end.Wall, now);
        double failed = fleet.ShareOf(HostSign.Failed, end.Wall, now);
        fleet.Add(end.Sign);

        // A plain failure says nothing about slowness, and slowness nothing about failing.
        host.SuspectSum = end.Sign == HostSign.Failed
            ? host.SuspectSum : (float)HostTest.Add(host.SuspectSum, end.Sign == HostSign.Suspect, suspect);
        host.FailedSum = end.Sign == HostSign.Suspect
            ? host.FailedSum : (float)HostTest.Add(host.FailedSum, end.Sign == HostSign.Failed, failed);
        return end.Sign switch
        {
            HostSign.Suspect when host.SuspectSum >= HostTest.SuspectLimit => Describe(host, "were too slow or could not begin", suspect),
            HostSign.Failed when host.FailedSum >= HostTest.FailedLimit => Describe(host, "failed", failed),
            _ => null,
        };
    }

    /// <summary>Elements of a stage have started and ended since the look before; what runs for long is evidence that the fleet is good.</summary>
    public void See(int stage, long started, long ended, DateTimeOffset now) => FleetOf(stage).See(started, ended, now);

    /// <summary>Weighs again what came before it was known how the fleet does.</summary>
    /// <returns>Hosts to be blamed, and the evidence against them.</returns>
    public IReadOnlyList<(string Host, string Reason)> Reconsider(DateTimeOffset now)
    {
        var blamed = new List<(string Host, string Reason)>();
        foreach (HostEnd end in _held.Take(now, end => FleetOf(end.Stage).ShareOf(HostSign.Suspect, end.Wall, now) <= HostTest.MostUsual))
        {
            ref HostRecord host = ref CollectionsMarshal.GetValueRefOrNullRef(_hosts, Hash(end.Host));
            if (Unsafe.IsNullRef(ref host))
            {
                continue;
            }

            double usual = FleetOf(end.Stage).ShareOf(HostSign.Suspect, end.Wall, now);
            host.SuspectSum = (float)HostTest.Add(host.SuspectSum, isBad: true, usual);
            if (host.SuspectSum >= HostTest.SuspectLimit && blamed.All(b => b.Host != end.Host))
            {
                blamed.Add((end.Host, Describe(host, "were too slow or could not begin", usual)));
            }
        }

        return blamed;
    }

    /// <summary>Forgets a host: it has been judged, and begins anew when it comes back.</summary>
    public void Forget(string host) => _hosts.Remove(Hash(host));

    private static string Describe(in HostRecord host, string what, double usual) => string.Create(
        CultureInfo.InvariantCulture, $"{host.Bad} of the {host.Good + host.Bad} attempts that ended there {what}; on the fleet {usual:0.0%} do");

    private FleetTally FleetOf(int stage)
    {
        if (!_fleets.TryGetValue(stage, out FleetTally? fleet))
        {
            _fleets[stage] = fleet = new FleetTally();
        }

        return fleet;
    }

    private void Clear(DateTimeOffset now)
    {
        if (now < _nextClear && _hosts.Count < MostHosts)
        {
            return;
        }

        _nextClear = now + s_clearInterval;
        TimeSpan memory = Memory;
        do
        {
            int oldest = MinuteOf(now - memory);
            foreach ((ulong name, HostRecord host) in _hosts)
            {
                if (host.SeenMinute < oldest)
                {
                    _hosts.Remove(name);
                }
            }

            memory /= 2;
        }
        while (_hosts.Count >= MostHosts && memory > TimeSpan.FromMinutes(1));

        if (_hosts.Count >= MostHosts)
        {
            // More hosts in a minute than fit: who they are cannot be told in so little memory.
            _hosts.Clear();
        }
    }

    // Task numbers stay below 2^40, so a stage in the upper bits keeps elements apart; what 32 bits confuse is one bad end not counted.
    private static uint MarkOf(HostEnd end)
    {
        ulong mark = unchecked((ulong)end.Element ^ ((ulong)end.Stage << 40));
        return unchecked((uint)((mark * 0x9E37_79B9_7F4A_7C15) >> 32));
    }

    private static int MinuteOf(DateTimeOffset time) => (int)(time.ToUnixTimeSeconds() / 60);

    // FNV-1a: a string's own hash differs from process to process and has 32 bits only.
    private static ulong Hash(string name)
    {
        ulong hash = 14_695_981_039_346_656_037;
        foreach (char c in name)
        {
            hash = unchecked((hash ^ c) * 1_099_511_628_211);
        }

        return hash;
    }
}
