using System.Text.RegularExpressions;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Shapes;

/// <summary>The keys of a mapping that the user chooses: names of stages, axes, variables, programs.</summary>
/// <param name="Noun">What such a key names.</param>
/// <param name="Expected">What it must look like.</param>
/// <param name="Pattern">Regular expression that says so, anchored at both ends.</param>
/// <param name="Shape">Shape of the values.</param>
/// <param name="MayAdd">Whether an override may bring a new key.</param>
/// <param name="Read">Reads a value and gives the record with it.</param>
internal sealed record ChosenKeys<T>(
    string Noun, string Expected, string Pattern, Shape Shape, bool MayAdd, Func<T, ScalarNode, Node, ProblemList, T> Read)
{
    private readonly Regex _rule = new(Scalars.Anchored(Pattern), RegexOptions.NonBacktracking);

    /// <summary>Whether a key looks as it must.</summary>
    public bool Accepts(string key) => _rule.IsMatch(key);
}
