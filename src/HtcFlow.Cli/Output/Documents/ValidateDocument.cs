namespace HtcFlow.Cli.Output.Documents;

/// <summary>What <c>validate</c> found.</summary>
/// <param name="File">Campaign file.</param>
/// <param name="Valid">Whether it could be submitted.</param>
/// <param name="Campaign">Its name; empty when it is not valid.</param>
/// <param name="Stages">Number of stages.</param>
/// <param name="Tasks">Number of tasks.</param>
/// <param name="Problems">Everything that is wrong with it.</param>
internal sealed record ValidateDocument(
    string File, bool Valid, string Campaign, int Stages, long Tasks, IReadOnlyList<ProblemDocument> Problems);
