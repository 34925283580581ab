using HtcFlow.Cli.Output;
using HtcFlow.Cli.Output.Documents;
using HtcFlow.Engine.Homes;

namespace HtcFlow.Cli.Sessions;

/// <summary>Leaves a campaign to an engine in the background.</summary>
internal static class Detaching
{
    private const int TailLines = 5;

    /// <summary>Starts the engine, waits until it owns the campaign, and says how to follow and stop it.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(CommandContext context, CampaignHome home)
    {
        BackgroundEngine engine = context.Parts.StartBackground(home);
        if (!await engine.WaitUntilItOwnsAsync(home, context.Time, context.Stop))
        {
            return context.Fail(
                ExitCodes.World, $"the background engine of {home.Name} did not start: {TailOf(home.Log)}",
                $"the whole log is {home.Log}; `htcflow resume {home.Name}` runs the engine here");
        }

        if (context.Json)
        {
            var document = new DetachDocument("detached", home.Name, engine.ProcessId, home.Log);
            JsonText.Line(context.Out, document, OutputJson.Readable.DetachDocument);
            return ExitCodes.Fine;
        }

        context.Out.WriteLine($"{home.Name} runs in the background (process {engine.ProcessId}, log {home.Log})");
        context.Out.WriteLine($"  follow it: htcflow watch {home.Name}");
        context.Out.WriteLine($"  stop it:   htcflow hold {home.Name} --now    (htcflow resume {home.Name} goes on)");
        return ExitCodes.Fine;
    }

    private static string TailOf(string log) =>
        File.Exists(log) ? string.Join(" | ", File.ReadLines(log).TakeLast(TailLines)) : "it left no log";
}
