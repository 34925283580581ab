namespace HtcFlow.Runner.Check;

/// <summary>What a finding means for running tasks here.</summary>
internal enum Mark
{
    /// <summary>As it should be.</summary>
    Ok = 0,

    /// <summary>It will do, with less than it could.</summary>
    Warn = 1,

    /// <summary>Tasks fail here.</summary>
    Bad = 2,
}
