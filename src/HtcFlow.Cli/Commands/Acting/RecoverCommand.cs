using System.CommandLine;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Output.Documents;
using HtcFlow.Cli.Sessions;
using HtcFlow.Cli.Syntax;
using HtcFlow.Engine.Homes;
using HtcFlow.Engine.Recovery;

namespace HtcFlow.Cli.Commands.Acting;

/// <summary>Goes back to the last good entry of a damaged journal.</summary>
internal static class RecoverCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> name = Symbols.Name(context);
        return Verb.Make(
            context, "recover", "Mend a damaged journal as far as it can be read.", [name],
            (c, parse) => Task.FromResult(Run(c, parse.GetRequiredValue(name))));
    }

    private static int Run(CommandContext context, string name)
    {
        if (OpenCampaign.Find(context, name) is not { } home)
        {
            return ExitCodes.Usage;
        }

        using EngineLock? owned = EngineLock.TryTake(home, context.Time);
        if (owned is null)
        {
            return Ownership.Refuse(context, home);
        }

        RescueEnd end = JournalRescue.Run(home.Journal, CampaignBirth.NewMark(context.Parts.Dice), context.Now);
        if (context.Json)
        {
            JsonText.Line(context.Out, RecoverDocument.Of(name, end), OutputJson.Readable.RecoverDocument);
            return ExitCodes.Fine;
        }

        switch (end)
        {
            case RescueEnd.Intact intact:
                context.Out.WriteLine($"the journal of {name} is not damaged ({intact.Entries} entries); nothing was changed");
                break;
            case RescueEnd.Recovered recovered:
                context.Out.WriteLine($"recovered {name}: entries 1 to {recovered.Kept} are kept, {LostOf(recovered)}");
                context.Remark($"what was damaged: {recovered.Damage}; the damaged file is kept as {recovered.DamagedFile}");
                context.Remark("jobs that only the lost part knew are left alone: what they still finish is found by the next attempts of their tasks");
                context.Remark($"`htcflow resume {name}` goes on");
                break;
            default:
                throw new InvalidOperationException($"Nobody tells of {end}.");
        }

        return ExitCodes.Fine;
    }

    private static string LostOf(RescueEnd.Recovered recovered) =>
        recovered.LastKnown == recovered.Kept ? "and none is known to be lost"
        : recovered.LastKnown > recovered.Kept ? $"those up to {recovered.LastKnown} are lost"
        : "what followed, if anything did, is lost";
}
