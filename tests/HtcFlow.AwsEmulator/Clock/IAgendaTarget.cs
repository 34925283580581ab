namespace HtcFlow.AwsEmulator.Clock;

/// <summary>Something that waits for moments.</summary>
internal interface IAgendaTarget
{
    /// <summary>A moment has come; the numbers are those that it was entered with.</summary>
    void OnDue(int what, int first, int second);
}
