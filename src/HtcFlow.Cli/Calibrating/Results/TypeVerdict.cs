namespace HtcFlow.Cli.Calibrating.Results;

/// <summary>What is to be thought of a type.</summary>
internal enum TypeVerdict
{
    /// <summary>Not set.</summary>
    None = 0,

    /// <summary>A simulation is cheapest on it.</summary>
    Best = 1,

    /// <summary>Its interval touches that of the best: it may be as cheap.</summary>
    Near = 2,

    /// <summary>It is dearer.</summary>
    Dearer = 3,

    /// <summary>No simulation was finished on it.</summary>
    Barren = 4,
}
