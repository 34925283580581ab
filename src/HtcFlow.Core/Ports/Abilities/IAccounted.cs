namespace HtcFlow.Core.Ports.Abilities;

/// <summary>A backend that counts ended elements for nothing and names them for a price, so it wants to know whether somebody misses any.</summary>
/// <remarks>
/// Owner: one engine lane; a backend that has this ability implements it beside <see cref="IBackend"/>. Callers: that lane only, between its calls.
/// Survives a crash: nothing, the next look at the ledger tells it again.
/// </remarks>
public interface IAccounted
{
    /// <summary>Tells how many of an array's ended elements have left ledger keys; the others have to be named by the backend.</summary>
    /// <param name="handle">The array.</param>
    /// <param name="ended">Elements that had ended, by the status that was taken before its ledger was listed.</param>
    /// <param name="accounted">Elements of which keys were found then.</param>
    void Account(JobHandle handle, long ended, long accounted);
}
