namespace HtcFlow.Core.Planning.Hosts;

/// <summary>How the attempts of one stage end on the whole fleet.</summary>
internal sealed class FleetTally
{
    // Three bad ends are assumed to have been seen already, so that a fleet of which little is known blames nobody.
    private const int Prior = 3;
    private long _ends;
    private long _suspect;
    private long _failed;

    /// <summary>Usual share of suspect ends.</summary>
    public double SuspectShare => ShareOf(_suspect);

    /// <summary>Usual share of plain failures.</summary>
    public double FailedShare => ShareOf(_failed);

    public void Add(HostSign sign)
    {
        _ends++;
        _suspect += sign == HostSign.Suspect ? 1 : 0;
        _failed += sign == HostSign.Failed ? 1 : 0;
    }

    private double ShareOf(long bad) => (bad + Prior) / (double)(_ends + Prior);
}
