namespace HtcFlow.Benchmarks.GridEngine;

/// <summary>How commands find a cell.</summary>
/// <param name="Commands">Directory of <c>qsub</c> and its siblings.</param>
/// <param name="Environment">Variables that say which cell is meant.</param>
internal sealed record CellAccess(string Commands, IReadOnlyDictionary<string, string> Environment);
