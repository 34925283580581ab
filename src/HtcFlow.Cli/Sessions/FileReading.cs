using HtcFlow.Campaigns;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Cli.Sessions;

/// <summary>Reads a campaign file for a verb that needs it to be right.</summary>
internal static class FileReading
{
    /// <summary>The campaign, or null after its problems were written to the error stream.</summary>
    public static CampaignSpec? Read(CommandContext context, string file, IReadOnlyList<string> overrides)
    {
        CampaignReading reading = CampaignReader.ReadFile(file, overrides);
        foreach (Problem problem in context.Json ? [] : reading.Problems)
        {
            context.Err.WriteLine(problem.ToString());
        }

        if (reading.Spec is null)
        {
            Problem first = reading.Problems.First(p => p.Severity == Severity.Error);
            string what = context.Json ? $"{first.File}:{first.Line}:{first.Column}: {first.Message}" : $"{file} is not a campaign that can be run";
            context.Fail(ExitCodes.Usage, what, $"`htcflow validate {file}` lists every problem");
        }

        return reading.Spec;
    }

    /// <summary>Overrides as the reader takes them: what <c>--name</c> and <c>--backend</c> say comes after every <c>--set</c>.</summary>
    public static IReadOnlyList<string> Overrides(string[]? set, string? name, string? backend) =>
    [
        .. set ?? [],
        .. name is null ? (string[])[] : [$"campaign={name}"],
        .. backend is null ? (string[])[] : [$"backend={backend}"],
    ];
}
