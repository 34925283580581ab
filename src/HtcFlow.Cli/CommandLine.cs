using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using HtcFlow.Cli.Commands.Acting;
using HtcFlow.Cli.Commands.Drafts;
using HtcFlow.Cli.Commands.Looking;
using HtcFlow.Cli.Commands.Setup;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Output.Documents;
using HtcFlow.Cli.Syntax;
using HtcFlow.Core.Ports;

namespace HtcFlow.Cli;

/// <summary>Reads a command line, runs its verb, and turns whatever goes wrong into words and an exit code.</summary>
internal static class CommandLine
{
    // An argument that begins with '@' is an argument, not a file of arguments.
    private static readonly ParserConfiguration Rules = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, CommandContext context)
    {
        ParseResult parse = Root(context).Parse(arguments, Rules);
        context = context with { Json = parse.GetResult(Symbols.Json) is { Implicit: false } };
        if (parse.Action is not { ClearsParseErrors: true } && UsageError.Of(parse) is { } wrong)
        {
            ErrorText.Write(context.Err, context.Json, wrong);
            return ExitCodes.Usage;
        }

        return await GuardAsync(context, () => InvokeAsync(parse, context));
    }

    /// <summary>The whole grammar.</summary>
    public static RootCommand Root(CommandContext context)
    {
        var root = new RootCommand("Runs campaigns of simulations on cheap machines and counts what each one costs.");
        root.Options.Add(Symbols.Json);
        Func<CommandContext, Command>[] verbs =
        [
            ValidateCommand.Create, PlanCommand.Create, ForecastCommand.Create, CalibrateCommand.Create, SubmitCommand.Create, StatusCommand.Create, WatchCommand.Create,
            TasksCommand.Create, LogsCommand.Create, CostCommand.Create, RetryCommand.Create, CancelCommand.Create, HoldCommand.Create,
            ResumeCommand.Create, RecoverCommand.Create, FetchCommand.Create, DoctorCommand.Create, AwsCommand.Create, SchemaCommand.Create, CompletionCommand.Create,
        ];
        foreach (Func<CommandContext, Command> verb in verbs)
        {
            root.Subcommands.Add(verb(context));
        }

        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        var action = new RootHelp(new HelpAction());
        root.Options.Add(new HelpOption("--help", "-h") { Action = action });
        root.SetAction(action.Invoke);
        return root;
    }

    private static Task<int> InvokeAsync(ParseResult parse, CommandContext context) => parse.InvokeAsync(new InvocationConfiguration
    {
        Output = context.Out,
        Error = context.Err,
        EnableDefaultExceptionHandler = false,

        // Signals are ours: see Interrupts.
        ProcessTerminationTimeout = null,
    });

    private static async Task<int> GuardAsync(CommandContext context, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException) when (context.Stop.IsCancellationRequested)
        {
            return context.Fail(ExitCodes.Interrupted, "interrupted", "what was done so far is kept; the same command goes on from there");
        }
        catch (FaultException fault)
        {
            ErrorDocument error = ErrorText.Of(fault);
            return context.Fail(error.ExitCode, error.Error, error.Help);
        }
        catch (IOException broken) when (IsClosedPipe(broken))
        {
            // `htcflow tasks x | head` is no failure of anything.
            return ExitCodes.Fine;
        }
        catch (Exception bug)
        {
            return context.Fail(
                ExitCodes.Internal, $"internal error: {bug.Message}", $"this is a bug in htcflow; please report it with {WriteDetails(context, bug)}");
        }
    }

    // EPIPE, 32 on Linux.
    private static bool IsClosedPipe(IOException e) => e.HResult == 32;

    private static string WriteDetails(CommandContext context, Exception bug)
    {
        string stamp = context.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        string path = Path.Combine(context.Root, $"internal-error-{stamp}-{Environment.ProcessId}.txt");
        try
        {
            Directory.CreateDirectory(context.Root);
            File.WriteAllText(path, $"htcflow {Sessions.EngineSession.Version}\n{Environment.OSVersion}\n{bug}\n");
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"these details: {bug.ToString().ReplaceLineEndings(" | ")}";
        }
    }
}
