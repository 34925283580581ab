namespace HtcFlow.Runner.Stage;

/// <summary>Why a command is not started.</summary>
/// <param name="Exit">Exit code of the attempt.</param>
/// <param name="Reason">One line for people.</param>
internal sealed record Refusal(int Exit, string Reason);
