using HtcFlow.Backends.Simulated.Cloud;

namespace HtcFlow.Backends.Simulated.Machines;

/// <summary>One element on a machine; when its present task ends stands apart, in <see cref="Machine.Ends"/>.</summary>
internal struct Slot
{
    /// <summary>Array that the element belongs to.</summary>
    internal CloudJob Job;

    /// <summary>When the command of the present task starts, in milliseconds.</summary>
    internal long Begins;

    /// <summary>Element.</summary>
    internal int Element;

    /// <summary>Task within the element's pack.</summary>
    internal ushort Step;

    /// <summary>What happens when the present task ends.</summary>
    internal TaskFate Fate;

    /// <summary>Whether a task of the pack has failed or was slow.</summary>
    internal bool HasTrouble;
}
