namespace HtcFlow.Backends.GridEngine.Replies;

/// <summary>Slots of one queue on one host.</summary>
/// <param name="Host">Host.</param>
/// <param name="Queue">Queue.</param>
/// <param name="Slots">Slots.</param>
/// <param name="State">State letters, for example <c>d</c> (disabled), <c>au</c> (does not answer); empty when all is well.</param>
internal sealed record HostSlots(string Host, string Queue, int Slots, string State);
