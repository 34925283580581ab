using System.Globalization;
using HtcFlow.Core.Guards;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Guard;

/// <summary>Reads how much of the processors others take, and how much tasks wait for what.</summary>
internal sealed class HostGauge
{
    // Fields of the first line of /proc/stat: user nice system idle iowait irq softirq steal; guest times are part of user and nice.
    private const int StealField = 7;
    private const int Fields = 8;

    private readonly string _proc;
    private readonly ControlGroup _group;
    private (long Steal, long All) _time;
    private (long Periods, long Throttled) _quota;

    public HostGauge(string root, ControlGroup group)
    {
        _proc = Path.Combine(root, "proc");
        _group = group;
        _time = Times();
        _quota = group.Throttling();
    }

    /// <summary>Reads what has come about since it was last asked; pressure is that of the last minute.</summary>
    public HostEvidence Read()
    {
        (long Steal, long All) time = Times();
        (long Periods, long Throttled) quota = _group.Throttling();
        var evidence = new HostEvidence(
            Share(time.Steal - _time.Steal, time.All - _time.All),
            KernelFile.Pressure(KernelFile.Text(Path.Combine(_proc, "pressure/cpu")), "some", "avg60="),
            KernelFile.Pressure(KernelFile.Text(Path.Combine(_proc, "pressure/memory")), "full", "avg60="),
            Share(quota.Throttled - _quota.Throttled, quota.Periods - _quota.Periods));
        (_time, _quota) = (time, quota);
        return evidence;
    }

    private static double Share(long part, long whole) => whole > 0 ? Math.Clamp((double)part / whole, 0, 1) : 0;

    private (long Steal, long All) Times()
    {
        string text = KernelFile.Text(Path.Combine(_proc, "stat"));
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        string[] words = (end < 0 ? text : text[..end]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        long all = 0;
        long steal = 0;
        for (int field = 0; field < Fields && field + 1 < words.Length; field++)
        {
            long ticks = long.TryParse(words[field + 1], NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
            all += ticks;
            steal = field == StealField ? ticks : steal;
        }

        return (steal, all);
    }
}
