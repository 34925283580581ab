namespace HtcFlow.Core.Ports.Abilities;

/// <summary>A backend that can say what keeps elements from starting although it answers.</summary>
/// <remarks>
/// Owner: one engine lane; a backend that has this ability implements it beside <see cref="IBackend"/>. Callers: the engine, from any thread. Survives
/// a crash: nothing, it is found out again.
/// </remarks>
public interface IHindered
{
    /// <summary>What keeps elements from starting, and what is done about it, as of the last observation; empty when nothing does. One line.</summary>
    string Hindrance { get; }
}
