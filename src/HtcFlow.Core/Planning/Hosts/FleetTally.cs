namespace HtcFlow.Core.Planning.Hosts;

/// <summary>How the attempts of one stage end on the whole fleet.</summary>
internal sealed class FleetTally
{
    // Three bad ends are assumed to have been seen already, so that a fleet of which little is known blames nobody.
    private const int Prior = 3;
    private readonly StartHistory _starts = new();
    private long _ends;
    private long _suspect;
    private long _failed;

    /// <summary>Elements that run.</summary>
    public long Running => _starts.Running;

    public void Add(HostSign sign)
    {
        _ends++;
        _suspect += sign == HostSign.Suspect ? 1 : 0;
        _failed += sign == HostSign.Failed ? 1 : 0;
    }

    /// <summary>Elements have started and ended since the look before.</summary>
    public void See(long started, long ended, DateTimeOffset now) => _starts.Add(started, ended, now);

    /// <summary>Usual share of ends with a sign among attempts that come as far as one that ran for a time: those that run on for longer count
    /// as good, or the first hours of a stage would be all bad, because what is good takes hours.</summary>
    public double ShareOf(HostSign sign, TimeSpan wall, DateTimeOffset now)
    {
        long bad = sign == HostSign.Failed ? _failed : _suspect;
        long survivors = wall > TimeSpan.Zero ? _starts.LongerThan(wall, now) : 0;
        return (bad + Prior) / (double)(_ends + survivors + Prior);
    }
}
