using HtcFlow.Core.Guards;

namespace HtcFlow.Runner.Guard;

/// <summary>What the guards of all attempts see of the machine.</summary>
internal sealed class GuardSenses
{
    private readonly string _root;
    private ControlGroup? _group;
    private HostGauge? _host;
    private BandwidthProbe? _probe;

    /// <summary>Creates the senses; nothing is read before it is asked for, because a command is to start first.</summary>
    /// <param name="root">Where <c>proc</c> and <c>sys</c> lie.</param>
    /// <param name="measure">Stands in for the bandwidth probe in tests.</param>
    public GuardSenses(string root = "/", Func<BandwidthSample?>? measure = null)
    {
        _root = root;
        _measure = measure;
    }

    private readonly Func<BandwidthSample?>? _measure;

    /// <summary>The container's group.</summary>
    public ControlGroup Group => _group ??= ControlGroup.Find(_root);

    /// <summary>Reads what the kernel says about the host since it was last asked.</summary>
    public HostEvidence Evidence() => (_host ??= new HostGauge(_root, Group)).Read();

    /// <summary>Measures the memory bandwidth; null when the memory for it would come too close to the limit.</summary>
    public BandwidthSample? Measure()
    {
        if (_measure is not null)
        {
            return _measure();
        }

        long limit = Group.MemoryLimitBytes();
        _probe ??= BandwidthProbe.ForMachine(limit);
        return limit > 0 && limit - Group.MemoryUsedBytes() < 2 * _probe.Bytes ? null : _probe.Measure();
    }
}
