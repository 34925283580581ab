using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Substitution;

namespace HtcFlow.Campaigns.Names;

/// <summary>Fills in variables that use other variables.</summary>
internal sealed class VariableResolver
{
    // A variable may double the one before it: sixty lines could fill any memory.
    private const int LongestValue = 65_536;

    // A chain is followed by recursion; nobody can follow one of this length by eye either.
    private const int LongestChain = 64;

    private readonly string _campaign;
    private readonly ProblemList _problems;
    private readonly Dictionary<string, ScalarNode> _written;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private VariableResolver(CampaignDraft campaign, ProblemList problems)
    {
        _campaign = campaign.Name?.Value ?? "";
        _problems = problems;
        _written = campaign.Variables.ToDictionary(v => v.Key.Value, v => v.Value, StringComparer.Ordinal);
    }

    /// <summary>Values of all variables; those with a problem stand as they were written.</summary>
    public static IReadOnlyDictionary<string, string> Resolve(CampaignDraft campaign, ProblemList problems)
    {
        var resolver = new VariableResolver(campaign, problems);
        var scope = new NameScope("variables", [.. resolver._written.Keys, "campaign.name"], false);
        foreach (var (name, value) in campaign.Variables)
        {
            TemplateCheck.Check(value, scope, problems);
            resolver.ValueOf(name.Value, []);
        }

        return resolver._values;
    }

    private string ValueOf(string name, IReadOnlyList<string> trail)
    {
        if (_values.TryGetValue(name, out string? known))
        {
            return known;
        }

        var node = _written[name];
        if (trail.Contains(name))
        {
            string circle = string.Join(" -> ", [.. trail.SkipWhile(n => n != name), name]);
            _problems.Error(node.Place, $"the variable {Wording.Quote(name)} goes round in a circle: {circle}", "write one of these values out");
            return "";
        }

        if (trail.Count == LongestChain)
        {
            _problems.Error(node.Place, $"more than {LongestChain} variables use each other in a chain that goes through {Wording.Quote(name)}", "write some of these values out");
            return "";
        }

        string value = Render(node, [.. trail, name]);
        if (value.Length > LongestValue)
        {
            _problems.Error(node.Place, $"the variable {Wording.Quote(name)} unfolds to more than {LongestValue} characters", "put long texts into a template file");
            value = "";
        }

        _values[name] = value;
        return value;
    }

    private string Render(ScalarNode node, IReadOnlyList<string> trail)
    {
        try
        {
            return Template.Parse(node.Value).Render(name => name == "campaign.name" ? _campaign
                : _written.ContainsKey(name) ? ValueOf(name, trail) : null);
        }
        catch (TemplateException)
        {
            // Reported by the check of all names.
            return node.Value;
        }
    }
}
