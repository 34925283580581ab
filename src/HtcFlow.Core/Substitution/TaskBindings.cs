using System.Globalization;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Substitution;

/// <summary>Resolves the names that <c>${...}</c> may use for one task: axes, variables, and the fixed names below.</summary>
/// <remarks>The fixed names hold a dot, which no axis or variable can: <c>campaign.name</c>, <c>stage.name</c>, <c>stage.count</c>,
/// <c>task.index</c>. The reader checks names against <see cref="Fixed"/>; a test keeps the two in agreement.</remarks>
public sealed class TaskBindings
{
    private readonly string _campaign;
    private readonly string _stage;
    private readonly Sweep _sweep;
    private readonly IReadOnlyDictionary<string, string> _variables;
    private readonly long _index;

    /// <summary>Binds the names of task <paramref name="index"/> of a stage.</summary>
    public TaskBindings(
        string campaign, string stage, Sweep sweep, IReadOnlyDictionary<string, string> variables, long index)
    {
        _campaign = campaign;
        _stage = stage;
        _sweep = sweep;
        _variables = variables;
        _index = index;
    }

    /// <summary>Names that every stage has.</summary>
    public static IReadOnlyList<string> Fixed { get; } = ["campaign.name", "stage.name", "stage.count", "task.index"];

    /// <summary>Value of a name, or null when it is unknown.</summary>
    public string? Lookup(string name) => name switch
    {
        "campaign.name" => _campaign,
        "stage.name" => _stage,
        "stage.count" => _sweep.Count.ToString(CultureInfo.InvariantCulture),
        "task.index" => _index.ToString(CultureInfo.InvariantCulture),
        _ => _sweep.ValueOf(_index, name) ?? _variables.GetValueOrDefault(name),
    };

    /// <summary>Reads a text and fills it in for this task.</summary>
    /// <exception cref="TemplateException">The text is malformed or a name is unknown.</exception>
    public string Render(string text) => Template.Parse(text).Render(Lookup);
}
