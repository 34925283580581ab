using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns;

/// <summary>Collects problems while a campaign is read; the same problem at the same place counts once.</summary>
internal sealed class ProblemList
{
    /// <summary>Most problems kept: a person reads a few dozen, and a megabyte of junk could hold half a million.</summary>
    public const int Most = 1000;

    private readonly string _mainFile;
    private readonly List<Problem> _problems = [];
    private readonly HashSet<Problem> _seen = [];

    /// <summary>Starts a list.</summary>
    /// <param name="mainFile">Name of the campaign file, whose problems come first.</param>
    public ProblemList(string mainFile) => _mainFile = mainFile;

    /// <summary>Number of problems so far.</summary>
    public int Count => _problems.Count;

    /// <summary>Whether any of the problems is an error.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Adds an error.</summary>
    public void Error(Place at, string what, string advice) => Add(at, what, advice, Severity.Error);

    /// <summary>Adds a warning.</summary>
    public void Warning(Place at, string what, string advice) => Add(at, what, advice, Severity.Warning);

    /// <summary>The problems: the campaign file's first, then each other file's, in order of line and column.</summary>
    public IReadOnlyList<Problem> InOrder() =>
    [
        .. _problems
            .OrderBy(p => p.File == _mainFile ? 0 : 1)
            .ThenBy(p => p.File, StringComparer.Ordinal)
            .ThenBy(p => p.Line)
            .ThenBy(p => p.Column),
    ];

    private void Add(Place at, string what, string advice, Severity severity)
    {
        HasErrors |= severity == Severity.Error;
        if (_problems.Count > Most)
        {
            return;
        }

        var problem = _problems.Count == Most
            ? new Problem(at.File, at.Line, at.Column, "there are more problems than are shown", "mend these first", Severity.Error)
            : new Problem(at.File, at.Line, at.Column, what, advice, severity);
        if (_seen.Add(problem))
        {
            _problems.Add(problem);
        }
    }
}
