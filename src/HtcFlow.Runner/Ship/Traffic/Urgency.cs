namespace HtcFlow.Runner.Ship.Traffic;

/// <summary>Why shipping may take what it needs instead of only what the command leaves. Every member may be used from any thread.</summary>
internal sealed class Urgency
{
    private volatile bool _isOver;
    private volatile bool _isDeadlineNear;
    private volatile bool _isScratchFilling;

    /// <summary>The command has ended, so nobody is disturbed.</summary>
    public bool IsOver
    {
        get => _isOver;
        set => _isOver = value;
    }

    /// <summary>The machine will be taken away, or the runner was told to stop.</summary>
    public bool IsDeadlineNear
    {
        get => _isDeadlineNear;
        set => _isDeadlineNear = value;
    }

    /// <summary>Scratch space runs out.</summary>
    public bool IsScratchFilling
    {
        get => _isScratchFilling;
        set => _isScratchFilling = value;
    }

    /// <summary>Whether any of these holds.</summary>
    public bool IsHigh => _isOver || _isDeadlineNear || _isScratchFilling;
}
