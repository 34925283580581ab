using HtcFlow.Core.Ids;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Effects;

/// <summary>Something the planner wants done in the outside world. Losing one is harmless: it is planned again from the state.</summary>
public abstract record Effect
{
    private Effect()
    {
    }

    /// <summary>Hand planned arrays to the backend.</summary>
    /// <param name="Arrays">Arrays whose intent is on disk.</param>
    public sealed record Submit(IReadOnlyList<ArrayId> Arrays) : Effect;

    /// <summary>Ask the backend whether it has arrays whose submission was cut off.</summary>
    /// <param name="Arrays">Arrays of unknown fate.</param>
    public sealed record Find(IReadOnlyList<ArrayId> Arrays) : Effect;

    /// <summary>Ask for statuses and ledger listings.</summary>
    /// <param name="Arrays">Submitted arrays.</param>
    public sealed record Observe(IReadOnlyList<ArrayId> Arrays) : Effect;

    /// <summary>Stop elements.</summary>
    /// <param name="Array">A submitted array.</param>
    /// <param name="Elements">Elements none of whose tasks is wanted any more, and those whose running task was stopped.</param>
    public sealed record Cancel(ArrayId Array, IndexSet Elements) : Effect;

    /// <summary>Let the backend forget arrays that are closed.</summary>
    /// <param name="Arrays">Closed arrays.</param>
    public sealed record Forget(IReadOnlyList<ArrayId> Arrays) : Effect;
}
