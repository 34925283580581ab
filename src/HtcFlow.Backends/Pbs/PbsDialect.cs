namespace HtcFlow.Backends.Pbs;

/// <summary>Which family of PBS a site runs: they differ in how arrays and processors are asked for.</summary>
public enum PbsDialect
{
    /// <summary>OpenPBS and PBS Professional: <c>qsub -J</c>, <c>-l select=</c>.</summary>
    OpenPbs,

    /// <summary>Torque: <c>qsub -t</c>, <c>-l nodes=</c>.</summary>
    Torque,
}
