using System.CommandLine;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Output.Documents;
using HtcFlow.Cli.Sessions;
using HtcFlow.Cli.Syntax;
using HtcFlow.Core.Ports;
using HtcFlow.Engine.Homes;
using HtcFlow.Engine.Views;

namespace HtcFlow.Cli.Commands.Looking;

/// <summary>Shows all campaigns, or one in detail. Only reads.</summary>
internal static class StatusCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> name = Symbols.Name(context);
        name.Arity = ArgumentArity.ZeroOrOne;
        name.Description = "Campaign; all of them when it is left out.";
        return Verb.Make(
            context, "status", "Show all campaigns, or one in detail.", [name],
            (c, parse) => Task.FromResult(parse.GetValue(name) is { } one ? ShowOne(c, one) : ShowAll(c)));
    }

    private static int ShowOne(CommandContext context, string name)
    {
        using OpenCampaign? campaign = OpenCampaign.Open(context, name);
        if (campaign is null)
        {
            return ExitCodes.Usage;
        }

        CampaignView view = campaign.View(context.Now);
        if (context.Json)
        {
            JsonText.Line(context.Out, CampaignDocument.Of(view, campaign.Engine), OutputJson.Readable.CampaignDocument);
        }
        else
        {
            context.Out.Write(StatusText.Detail(view, campaign.Engine));
        }

        // Asking succeeded, whatever the answer: a script reads the phase and the counts.
        return ExitCodes.Fine;
    }

    private static int ShowAll(CommandContext context)
    {
        var campaigns = new List<(CampaignView View, string? Engine)>();
        var unreadable = new List<UnreadableDocument>();
        foreach (CampaignHome home in CampaignHome.List(context.Root))
        {
            try
            {
                using OpenCampaign campaign = OpenCampaign.Open(home);
                campaigns.Add((campaign.View(context.Now), campaign.Engine));
            }
            catch (FaultException fault)
            {
                unreadable.Add(new UnreadableDocument(home.Name, ErrorText.Of(fault) is var e ? $"{e.Error}; {e.Help}" : ""));
            }
        }

        if (context.Json)
        {
            var document = new StatusDocument(context.Root, [.. campaigns.Select(c => CampaignDocument.Of(c.View, c.Engine))], unreadable);
            JsonText.Line(context.Out, document, OutputJson.Readable.StatusDocument);
        }
        else
        {
            context.Out.Write(StatusText.All(campaigns, unreadable, context.Root));
        }

        return ExitCodes.Fine;
    }
}
