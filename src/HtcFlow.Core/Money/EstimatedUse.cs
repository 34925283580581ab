namespace HtcFlow.Core.Money;

/// <summary>What attempts on machines of a type that no look saw have cost.</summary>
internal sealed class EstimatedUse(int cells)
{
    private readonly double[] _dollars = new double[cells];

    /// <summary>Dollars by stage and purpose.</summary>
    public ReadOnlySpan<double> Cells => _dollars;

    /// <summary>Dollars of all.</summary>
    public double Dollars { get; private set; }

    /// <summary>Hours of the share of the machines that they occupied.</summary>
    public double Hours { get; private set; }

    /// <summary>Adds an attempt.</summary>
    public void Add(int cell, double dollars, double hours)
    {
        _dollars[cell] += dollars;
        Dollars += dollars;
        Hours += hours;
    }
}
