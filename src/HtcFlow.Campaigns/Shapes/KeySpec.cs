using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Shapes;

/// <summary>A key of a mapping: everything the reader, the schema and the documentation say about it.</summary>
/// <param name="Name">The key.</param>
/// <param name="Doc">What it means, one sentence.</param>
/// <param name="Standard">What holds when it is absent; null for a required key.</param>
/// <param name="Shape">Shape of its value.</param>
/// <param name="Read">Reads the value and gives the record with it; null after a problem.</param>
internal sealed record KeySpec<T>(
    string Name, string Doc, string? Standard, Shape Shape, Func<T, ScalarNode, Node, ProblemList, T> Read);
