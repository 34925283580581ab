namespace HtcFlow.Core.Ids;

/// <summary>Names one element of a stage.</summary>
/// <param name="Stage">Position of the stage in the campaign, from 0.</param>
/// <param name="Index">Element of the stage's sweep, from 0 to 2^40 - 1.</param>
public readonly record struct TaskId(int Stage, long Index);
