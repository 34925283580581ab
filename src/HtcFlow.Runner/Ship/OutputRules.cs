namespace HtcFlow.Runner.Ship;

/// <summary>Which files of a task are its outputs, and which of them it cannot do without.</summary>
internal sealed class OutputRules
{
    private readonly IReadOnlyList<WantedGlob> _globs;
    private readonly HashSet<string> _listed;
    private readonly List<string> _order;

    /// <summary>Creates the rules.</summary>
    /// <param name="globs">Patterns.</param>
    /// <param name="listed">Names that must all be there.</param>
    public OutputRules(IReadOnlyList<WantedGlob> globs, IEnumerable<string> listed)
    {
        _globs = globs;
        _order = [.. listed];
        _listed = new HashSet<string>(_order, StringComparer.Ordinal);
    }

    /// <summary>Says whether a file, by its path relative to the scratch directory, is an output.</summary>
    public bool IsOutput(string name)
    {
        if (_listed.Contains(name))
        {
            return true;
        }

        foreach (WantedGlob glob in _globs)
        {
            if (glob.Pattern.Matches(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Lists what is declared and was not acknowledged: names first, then patterns without any match.</summary>
    public List<string> Missing(IReadOnlyCollection<string> acknowledged)
    {
        var there = new HashSet<string>(acknowledged, StringComparer.Ordinal);
        var missing = new List<string>();
        foreach (string name in _order)
        {
            if (!there.Contains(name))
            {
                missing.Add(name);
            }
        }

        foreach (WantedGlob glob in _globs)
        {
            if (!glob.Optional && !acknowledged.Any(glob.Pattern.Matches))
            {
                missing.Add(glob.Text);
            }
        }

        return missing;
    }
}
