namespace HtcFlow.Cli.Output.Documents;

/// <summary>One task.</summary>
/// <param name="Stage">Stage.</param>
/// <param name="Index">Index.</param>
/// <param name="Parameters">Its axes with their values.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Attempts">Attempts planned so far.</param>
/// <param name="Outcome">How the last ended attempt ended; empty when none has.</param>
/// <param name="Exit">Its exit code.</param>
/// <param name="Seconds">Its wall time.</param>
/// <param name="Machine">Its machine type.</param>
internal sealed record TaskDocument(
    string Stage, long Index, IReadOnlyDictionary<string, string> Parameters, string State, int Attempts,
    string Outcome, int Exit, double Seconds, string Machine);
