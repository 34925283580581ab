namespace HtcFlow.Core.Campaigns;

/// <summary>How the tasks of two stages depend on each other.</summary>
public enum EdgeKind
{
    /// <summary>Not set; refused by the reader.</summary>
    None = 0,

    /// <summary>Every task waits for the whole stage.</summary>
    All = 1,

    /// <summary>Task <c>i</c> waits for task <c>i</c>; both stages have the same number of elements.</summary>
    Each = 2,

    /// <summary>A task waits for those tasks that agree with it on the named axes.</summary>
    Axes = 3,
}
