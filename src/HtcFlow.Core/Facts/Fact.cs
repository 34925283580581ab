using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Facts;

/// <summary>Something that happened. Facts are appended to the journal first and applied afterwards; nothing else changes state.</summary>
/// <remarks>Facts cover ranges of tasks wherever tasks share a fate, so a journal grows with arrays and ends, not with polls.</remarks>
public abstract record Fact
{
    private Fact()
    {
    }

    /// <summary>The campaign came into being; always the first fact.</summary>
    /// <param name="Spec">The validated campaign with the content hashes of its inputs.</param>
    /// <param name="BirthMark">Eight random characters that end every job name.</param>
    public sealed record CampaignCreated(CampaignSpec Spec, string BirthMark) : Fact;

    /// <summary>An engine took the campaign over.</summary>
    /// <param name="Host">Host it runs on.</param>
    /// <param name="ProcessId">Its process.</param>
    /// <param name="Version">Version of HtcFlow.</param>
    public sealed record EngineStarted(string Host, int ProcessId, string Version) : Fact;

    /// <summary>The intent to submit an array; its deterministic name is on disk before the backend hears of it.</summary>
    /// <param name="Array">Next free number.</param>
    /// <param name="Stage">Position of the stage.</param>
    /// <param name="Attempt">Attempt number of all its tasks.</param>
    /// <param name="Tasks">Its tasks; retry arrays are scattered.</param>
    /// <param name="Pack">Tasks per element.</param>
    /// <param name="Target">Position of the target that it is for; 0 without targets.</param>
    public sealed record ArrayPlanned(ArrayId Array, int Stage, int Attempt, IndexSet Tasks, int Pack, int Target = 0) : Fact;

    /// <summary>The backend has the array.</summary>
    /// <param name="Array">The array.</param>
    /// <param name="BackendId">The backend's own id.</param>
    public sealed record ArraySubmitted(ArrayId Array, string BackendId) : Fact;

    /// <summary>The backend refused the array for good; its tasks go back and the campaign is held.</summary>
    /// <param name="Array">The array.</param>
    /// <param name="Reason">Why, for the user.</param>
    public sealed record ArrayRejected(ArrayId Array, string Reason) : Fact;

    /// <summary>Tasks were seen running.</summary>
    /// <param name="Array">Their array.</param>
    /// <param name="Tasks">Their indices.</param>
    public sealed record TasksStarted(ArrayId Array, IndexSet Tasks) : Fact;

    /// <summary>Attempts of one array ended.</summary>
    /// <param name="Array">The array.</param>
    /// <param name="Ends">The ends, ascending by index.</param>
    public sealed record AttemptsEnded(ArrayId Array, IReadOnlyList<AttemptEnd> Ends) : Fact;

    /// <summary>Every element of the array has ended and was accounted for.</summary>
    /// <param name="Array">The array.</param>
    public sealed record ArrayClosed(ArrayId Array) : Fact;

    /// <summary>Tasks can never start, because something they depend on has failed.</summary>
    /// <param name="Stage">Position of the stage.</param>
    /// <param name="Tasks">Their indices.</param>
    public sealed record TasksSkipped(int Stage, IndexSet Tasks) : Fact;

    /// <summary>The user cancelled tasks.</summary>
    /// <param name="Stage">Position of the stage.</param>
    /// <param name="Tasks">Their indices; final ones among them stay as they are.</param>
    public sealed record TasksCancelled(int Stage, IndexSet Tasks) : Fact;

    /// <summary>The user wants tasks tried again: failed, cancelled and skipped ones among them are reopened.</summary>
    /// <param name="Stage">Position of the stage.</param>
    /// <param name="Tasks">Their indices; all others stay as they are, and so does a task that has had its 255 attempts.</param>
    public sealed record RetryRequested(int Stage, IndexSet Tasks) : Fact;

    /// <summary>No further array is planned until the campaign is released.</summary>
    /// <param name="Reason">Why, for the user.</param>
    public sealed record CampaignHeld(string Reason) : Fact;

    /// <summary>A held campaign goes on.</summary>
    public sealed record CampaignReleased : Fact;

    /// <summary>Every task is final.</summary>
    public sealed record CampaignEnded : Fact;

    /// <summary>A target would not take the array; its tasks go back to be planned for another one, and the campaign goes on.</summary>
    /// <param name="Array">A planned array that the backend certainly does not have.</param>
    /// <param name="Reason">Why, for the user.</param>
    public sealed record ArrayReturned(ArrayId Array, string Reason) : Fact;

    /// <summary>A target gets no further arrays for a while.</summary>
    /// <param name="Target">Position of the target.</param>
    /// <param name="Until">When it is tried again.</param>
    /// <param name="Reason">Why, for the user.</param>
    public sealed record TargetSuspended(int Target, DateTimeOffset Until, string Reason) : Fact
    {
        /// <summary>When it is tried again, in whole milliseconds.</summary>
        public DateTimeOffset Until { get; } = Whole(Until);
    }

    /// <summary>A host is to get no more work, by the evidence of what ended on it.</summary>
    /// <param name="Host">Host as the backend or the runner names it.</param>
    /// <param name="Until">When it may get work again.</param>
    /// <param name="Reason">The evidence, for the user.</param>
    public sealed record HostQuarantined(string Host, DateTimeOffset Until, string Reason) : Fact
    {
        /// <summary>When it may get work again, in whole milliseconds.</summary>
        public DateTimeOffset Until { get; } = Whole(Until);
    }

    /// <summary>The engine gave up on running attempts that take far longer than their siblings; the tasks go on with another attempt.</summary>
    /// <param name="Array">A submitted array.</param>
    /// <param name="Tasks">The tasks that ran.</param>
    public sealed record AttemptsStopped(ArrayId Array, IndexSet Tasks) : Fact;

    /// <summary>The journal lost its end to damage and goes on from its last good entry.</summary>
    /// <param name="BirthMark">New characters that end job names, so that jobs of the lost part are never taken for new ones.</param>
    /// <param name="NextArray">Number of the next array, beyond every number that the lost part can have used.</param>
    public sealed record JournalRecovered(string BirthMark, ArrayId NextArray) : Fact;

    /// <summary>What simulations cost at the targets was measured, and says how arrays are shared out from now on.</summary>
    /// <param name="Weights">One for each target, in the campaign's order.</param>
    public sealed record TargetsWeighed(IReadOnlyList<TargetWeight> Weights) : Fact;

    // The journal keeps milliseconds; an engine must not go by more than one that reads what it wrote.
    private static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
