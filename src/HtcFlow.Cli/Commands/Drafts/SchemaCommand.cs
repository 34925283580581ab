using System.CommandLine;
using HtcFlow.Campaigns;
using HtcFlow.Cli.Syntax;

namespace HtcFlow.Cli.Commands.Drafts;

/// <summary>Prints the JSON Schema of the campaign file, which editors use.</summary>
internal static class SchemaCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context) => Verb.Make(
        context, "schema", "Print the JSON Schema of the campaign file.", [],
        (c, _) =>
        {
            // It is JSON with and without --json.
            c.Out.Write(CampaignSchema.Text());
            return Task.FromResult(ExitCodes.Fine);
        });
}
