using HtcFlow.Core.Wire;

namespace HtcFlow.Runner.Spot;

/// <summary>What is known of the machine's future; written by the watching thread, read by any.</summary>
internal sealed class SpotNews
{
    private SpotNotice? _notice;
    private InstanceFacts? _instance;
    private bool _isAtRisk;

    /// <summary>The notice; null as long as there is none. It is never taken back: a machine that was told to go is avoided.</summary>
    public SpotNotice? Notice
    {
        get => Volatile.Read(ref _notice);
        set => Volatile.Write(ref _notice, value);
    }

    /// <summary>Whether the cloud recommends to leave: an interruption is likelier than usual.</summary>
    public bool IsAtRisk
    {
        get => Volatile.Read(ref _isAtRisk);
        set => Volatile.Write(ref _isAtRisk, value);
    }

    /// <summary>The machine; null as long as it is not known.</summary>
    public InstanceFacts? Instance
    {
        get => Volatile.Read(ref _instance);
        set => Volatile.Write(ref _instance, value);
    }
}
