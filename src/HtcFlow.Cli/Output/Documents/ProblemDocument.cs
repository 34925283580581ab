using HtcFlow.Campaigns;

namespace HtcFlow.Cli.Output.Documents;

/// <summary>One problem of a campaign file.</summary>
/// <param name="File">File, or <c>--set</c>.</param>
/// <param name="Line">Line from 1.</param>
/// <param name="Column">Column from 1.</param>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Error">What is wrong.</param>
/// <param name="Help">What would be right.</param>
internal sealed record ProblemDocument(string File, int Line, int Column, string Severity, string Error, string Help)
{
    /// <summary>Spells a problem.</summary>
    public static ProblemDocument Of(Problem problem) => new(
        problem.File, problem.Line, problem.Column,
        problem.Severity == Campaigns.Severity.Error ? "error" : "warning",
        problem.Message, problem.Advice);
}
