using HtcFlow.Cli;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Sessions;
using HtcFlow.Engine.Homes;

bool isTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb";
using var interrupts = new Interrupts(isTerminal);
return await CommandLine.RunAsync(args, new CommandContext
{
    Out = Console.Out,
    Err = Console.Error,
    IsTerminal = isTerminal,
    Width = Terminal.Width(isTerminal),
    Time = TimeProvider.System,
    Root = CampaignHome.DefaultRoot(),
    Parts = new Composition(),
    Stop = interrupts.Stop,
});
