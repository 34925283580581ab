namespace HtcFlow.Cli.Calibrating.Book;

/// <summary>What the tasks of one type gave in a round.</summary>
/// <param name="Type">Name of the type.</param>
/// <param name="Seconds">Wall seconds of each finished task, of all its attempts together.</param>
/// <param name="Builds">The build that finished each of them; none where the stage has no builds.</param>
/// <param name="Unfinished">Tasks without a result.</param>
/// <param name="Elsewhere">Finished tasks of which an attempt named another type of machine; they do not count.</param>
/// <param name="SpentSeconds">Wall seconds of all attempts of all tasks.</param>
internal sealed record BookedSamples(
    string Type, IReadOnlyList<double> Seconds, IReadOnlyList<string> Builds, int Unfinished, int Elsewhere, double SpentSeconds)
{
    /// <summary>The name that a machine gave itself which is not that of the type; empty when there was none.</summary>
    public string OtherName { get; init; } = "";
}
