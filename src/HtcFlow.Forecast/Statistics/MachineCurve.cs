namespace HtcFlow.Forecast.Statistics;

/// <summary>Number of machines over time: each number holds from its time until the next one, the last for ever.</summary>
public sealed class MachineCurve
{
    private readonly TimeSpan[] _times;
    private readonly double[] _machines;

    /// <summary>Takes steps in the order of time; before the first there is no machine.</summary>
    public MachineCurve(IEnumerable<(TimeSpan At, double Machines)> steps)
    {
        (TimeSpan At, double Machines)[] all = [.. steps];
        _times = [.. all.Select(s => s.At)];
        _machines = [.. all.Select(s => s.Machines)];
    }

    /// <summary>Mean number of machines in each of some equal parts of the time from 0 on.</summary>
    /// <param name="until">End of the last part, greater than zero.</param>
    /// <param name="parts">Number of parts, at least 1.</param>
    public double[] Means(TimeSpan until, int parts)
    {
        double[] means = new double[parts];
        double part = until.TotalSeconds / parts;
        for (int i = 0; i < _times.Length; i++)
        {
            double from = _times[i].TotalSeconds;
            double to = Math.Min(i + 1 < _times.Length ? _times[i + 1].TotalSeconds : until.TotalSeconds, until.TotalSeconds);
            for (int p = Math.Max(0, (int)(from / part)); p < parts && p * part < to; p++)
            {
                double overlap = Math.Min(to, (p + 1) * part) - Math.Max(from, p * part);
                means[p] += Math.Max(0, overlap) / part * _machines[i];
            }
        }

        return means;
    }
}
