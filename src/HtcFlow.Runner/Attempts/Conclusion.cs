using HtcFlow.Core.Wire;
using HtcFlow.Runner.Supervise;

namespace HtcFlow.Runner.Attempts;

/// <summary>How an attempt ended, in the words of the ledger.</summary>
/// <param name="Outcome">Outcome.</param>
/// <param name="Exit">Exit code.</param>
/// <param name="Reason">One line for people; empty on success.</param>
internal sealed record Conclusion(Outcome Outcome, int Exit, string Reason)
{
    private const int NamesShown = 5;

    /// <summary>Everything is there.</summary>
    public static Conclusion Success { get; } = new(Outcome.Succeeded, ExitCode.Success, "");

    /// <summary>Judges a command that ran.</summary>
    /// <param name="run">How it ended.</param>
    /// <param name="missing">Declared outputs that were not acknowledged.</param>
    /// <param name="problems">What was found wrong with single files.</param>
    public static Conclusion Of(RunResult run, IReadOnlyList<string> missing, IReadOnlyDictionary<string, string> problems)
    {
        if (run.End.ExitCode == 0 && missing.Count == 0)
        {
            return Success; // also when it was told to stop and got ready first
        }

        if (run.Stop is { } stop)
        {
            return new Conclusion(stop.Outcome, stop.Exit, stop.Reason);
        }

        return run.End switch
        {
            { ExitCode: ExitCode.SignalBase + Signal.Kill } end when run.WhyKilled is { } why => new Conclusion(Outcome.Failed, end.ExitCode, why),
            { Signal: > 0 } end => new Conclusion(Outcome.Failed, end.ExitCode, Killed(end.Signal)),
            { ExitCode: not 0 } end => new Conclusion(Outcome.Failed, end.ExitCode, $"the command exited with code {end.ExitCode}"),
            _ => new Conclusion(Outcome.Failed, ExitCode.OutputMissing, MissingText(missing, problems)),
        };
    }

    private static string Killed(int signal) => signal == Signal.Kill
        ? "the command was killed by SIGKILL, from outside or because memory ran out"
        : $"the command was killed by {SignalNames.NameOf(signal)}";

    private static string MissingText(IReadOnlyList<string> missing, IReadOnlyDictionary<string, string> problems)
    {
        string names = string.Join(", ", missing.Take(NamesShown).Select(OneLine));
        string more = missing.Count > NamesShown ? $" and {missing.Count - NamesShown} more" : "";
        string text = $"the command exited with 0 but left out {missing.Count} declared output{(missing.Count == 1 ? "" : "s")}: {names}{more}";
        return problems.Count == 0 ? text : text + "; " + string.Join("; ", problems.Take(NamesShown).Select(p => $"'{OneLine(p.Key)}': {p.Value}"));
    }

    private static string OneLine(string name) => name.Replace('\n', ' ').Replace('\r', ' ');
}
