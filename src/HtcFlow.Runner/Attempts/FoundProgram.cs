using HtcFlow.Core.Campaigns;

namespace HtcFlow.Runner.Attempts;

/// <summary>An executable.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Build">Name of its build; empty when it has only one.</param>
/// <param name="Level">CPU level of the build.</param>
/// <param name="Below">Level of the next lower build, if there is one.</param>
internal sealed record FoundProgram(string Path, string Build, CpuLevel Level, CpuLevel? Below);
