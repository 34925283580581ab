using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Engine.Lanes;

/// <summary>One call that a lane makes on behalf of the loop; holds everything it needs, because a lane never sees the state.</summary>
public abstract record LaneCall
{
    private LaneCall()
    {
    }

    /// <summary>Number that the loop gave it, from 1; its reply carries the same.</summary>
    public long Number { get; init; }

    /// <summary>Arrays that the call is about.</summary>
    public abstract IReadOnlyList<ArrayId> Arrays { get; }

    /// <summary>Submit arrays.</summary>
    /// <param name="Jobs">What to submit.</param>
    public sealed record Submit(IReadOnlyList<ArrayJob> Jobs) : LaneCall
    {
        /// <inheritdoc/>
        public override IReadOnlyList<ArrayId> Arrays => [.. Jobs.Select(j => j.Array)];
    }

    /// <summary>Look arrays up by name.</summary>
    /// <param name="Names">The names.</param>
    public sealed record Find(IReadOnlyList<(ArrayId Array, JobName Name)> Names) : LaneCall
    {
        /// <inheritdoc/>
        public override IReadOnlyList<ArrayId> Arrays => [.. Names.Select(n => n.Array)];
    }

    /// <summary>Ask for statuses, then list ledgers.</summary>
    /// <param name="Targets">The arrays.</param>
    public sealed record Observe(IReadOnlyList<ObservationTarget> Targets) : LaneCall
    {
        /// <inheritdoc/>
        public override IReadOnlyList<ArrayId> Arrays => [.. Targets.Select(t => t.Array)];
    }

    /// <summary>Stop elements of an array.</summary>
    /// <param name="Array">The array.</param>
    /// <param name="Handle">Its handle.</param>
    /// <param name="Elements">The elements.</param>
    public sealed record Cancel(ArrayId Array, JobHandle Handle, IndexSet Elements) : LaneCall
    {
        /// <inheritdoc/>
        public override IReadOnlyList<ArrayId> Arrays => [Array];
    }

    /// <summary>Keep work away from hosts.</summary>
    /// <param name="Hosts">All hosts that are to get none now.</param>
    public sealed record Avoid(IReadOnlyList<string> Hosts) : LaneCall
    {
        /// <inheritdoc/>
        /// <remarks>None: no call about an array has to wait for this one.</remarks>
        public override IReadOnlyList<ArrayId> Arrays => [];
    }

    /// <summary>Read reports of tasks that have succeeded.</summary>
    /// <param name="Stage">Their stage.</param>
    /// <param name="Keys">Keys of the reports.</param>
    public sealed record Sample(int Stage, IReadOnlyList<string> Keys) : LaneCall
    {
        /// <inheritdoc/>
        /// <remarks>None: no call about an array has to wait for this one.</remarks>
        public override IReadOnlyList<ArrayId> Arrays => [];
    }

    /// <summary>Let the backend forget closed arrays.</summary>
    /// <param name="Closed">The arrays with their handles.</param>
    public sealed record Forget(IReadOnlyList<(ArrayId Array, JobHandle Handle)> Closed) : LaneCall
    {
        /// <inheritdoc/>
        /// <remarks>None: no other call about a closed array has to wait for this one.</remarks>
        public override IReadOnlyList<ArrayId> Arrays => [];
    }
}
