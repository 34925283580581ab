namespace HtcFlow.Engine.Recovery;

/// <summary>What became of a journal that was to be recovered.</summary>
public abstract record RescueEnd
{
    private RescueEnd()
    {
    }

    /// <summary>Nothing is damaged that the campaign needs, and nothing was changed.</summary>
    /// <param name="Entries">Entries in the journal.</param>
    public sealed record Intact(long Entries) : RescueEnd;

    /// <summary>The journal goes on after its last good entry.</summary>
    /// <param name="Kept">Number of the last good entry.</param>
    /// <param name="LastKnown">Number of the last entry that the damaged file still told of; 0 when it told of none.</param>
    /// <param name="Damage">What was damaged.</param>
    /// <param name="DamagedFile">Where the damaged file was put.</param>
    public sealed record Recovered(long Kept, long LastKnown, string Damage, string DamagedFile) : RescueEnd;
}
