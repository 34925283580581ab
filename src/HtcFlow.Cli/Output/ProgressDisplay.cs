using HtcFlow.Engine.Homes;
using HtcFlow.Engine.Views;

namespace HtcFlow.Cli.Output;

/// <summary>Shows how a campaign goes while something works on it.</summary>
internal abstract class ProgressDisplay
{
    /// <summary>The display that suits the output: a live table, plain lines, or JSON lines.</summary>
    public static ProgressDisplay For(CommandContext context, CampaignHome home) =>
        context.Json ? new JsonProgress(context.Out, context.Time, () => EngineLock.HolderOf(home))
        : context.IsTerminal ? new LiveProgress(context.Out, context.Width)
        : new PlainProgress(context.Out, context.Time);

    /// <summary>Does the work; what it shows, several times a second, appears as is fit.</summary>
    public abstract Task RunAsync(Func<Action<CampaignView>, Task> work);
}
