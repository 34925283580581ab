namespace HtcFlow.Core.Requests;

/// <summary>A user's wish, left in the journal's mailbox until the engine has turned it into facts.</summary>
/// <param name="Id">Number given by the mailbox; 0 before it is posted.</param>
/// <param name="Kind">What is wanted.</param>
/// <param name="Stage">Stage it is about; empty for all stages.</param>
/// <param name="Tasks">Tasks in the form of <see cref="Sweeps.IndexSet.ToString"/>; empty for all tasks.</param>
public sealed record UserRequest(long Id, RequestKind Kind, string Stage, string Tasks);
