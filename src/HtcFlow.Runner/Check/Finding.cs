namespace HtcFlow.Runner.Check;

/// <summary>One thing that was looked at.</summary>
/// <param name="Mark">What it means.</param>
/// <param name="Name">What was looked at.</param>
/// <param name="Text">What was seen.</param>
/// <param name="Advice">What to do; empty when nothing is to be done.</param>
internal sealed record Finding(Mark Mark, string Name, string Text, string Advice = "");
