namespace HtcFlow.Forecast.Statistics;

/// <summary>Dollars that bought no result, by what they were lost to.</summary>
/// <param name="Interrupted">Work since the last checkpoint of attempts whose machine was taken away or died.</param>
/// <param name="Slow">Attempts that were ended because they were too slow.</param>
/// <param name="Failed">Attempts that failed.</param>
/// <param name="Idle">Machines that started, waited for work or were about to be given back.</param>
/// <param name="Repeated">Attempts that were cancelled, or whose task had got its result from another one.</param>
public sealed record Waste(double Interrupted, double Slow, double Failed, double Idle, double Repeated)
{
    /// <summary>All of them.</summary>
    public double Total => Interrupted + Slow + Failed + Idle + Repeated;
}
