using System.Globalization;

namespace HtcFlow.Campaigns;

/// <summary>One thing that is wrong with a campaign file, or with a template or table that it names.</summary>
/// <param name="File">File as the user called it; <c>--set</c> for a problem of an override.</param>
/// <param name="Line">Line from 1; for <c>--set</c> the ordinal of the override.</param>
/// <param name="Column">Column from 1.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Advice">What would be right.</param>
/// <param name="Severity">How bad it is.</param>
public sealed record Problem(string File, int Line, int Column, string Message, string Advice, Severity Severity)
{
    /// <summary>Formats the problem the way compilers do, so that editors can jump to it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{File}:{Line}:{Column}: {(Severity == Severity.Error ? "error" : "warning")}: {Message}; {Advice}");
}
