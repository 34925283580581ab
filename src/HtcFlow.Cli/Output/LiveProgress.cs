using HtcFlow.Engine.Views;
using Spectre.Console;

namespace HtcFlow.Cli.Output;

/// <summary>A table on the screen that is redrawn in place.</summary>
internal sealed class LiveProgress(TextWriter writer, int width) : ProgressDisplay
{
    /// <inheritdoc/>
    public override async Task RunAsync(Func<Action<CampaignView>, Task> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        await console.Live(new Text("")).StartAsync(context => work(view =>
        {
            context.UpdateTarget(LiveTable.Of(view, width));
            context.Refresh();
        }));
    }
}
