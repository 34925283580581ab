namespace HtcFlow.Cli.Output.Documents;

/// <summary>A campaign that was submitted or resumed; the first line of <c>submit --json</c>.</summary>
/// <param name="Event"><c>submitted</c> or <c>started</c>.</param>
/// <param name="Campaign">Name.</param>
/// <param name="BirthMark">Characters that end every job name.</param>
/// <param name="Store">Store.</param>
/// <param name="Backend">Backend.</param>
/// <param name="Tasks">Number of tasks.</param>
/// <param name="Staged">Input files put into the store.</param>
/// <param name="StagedBytes">Their size.</param>
/// <param name="Home">Directory of the journal.</param>
internal sealed record SubmitDocument(
    string Event, string Campaign, string BirthMark, string Store, string Backend, long Tasks, int Staged, long StagedBytes, string Home);
