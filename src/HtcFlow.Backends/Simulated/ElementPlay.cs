using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Simulated;

/// <summary>What an element does: how long it runs, which ledger keys it writes, how it ends.</summary>
public sealed record ElementPlay
{
    /// <summary>Time from start to end; zero ends it at once, <see cref="Timeout.InfiniteTimeSpan"/> when the test says so.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Ledger keys, written in this order at the element's end; one that succeeded writes its acceptance before.</summary>
    public IReadOnlyList<LedgerKey> Keys { get; init; } = [];

    /// <summary>Exit code as the backend sees it: 128 + signal for a killed element, -1 for unknown.</summary>
    public int Exit { get; init; }

    /// <summary>The backend's words about an abnormal end.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Runs until the test ends it.</summary>
    public static ElementPlay Held { get; } = new() { Duration = Timeout.InfiniteTimeSpan };

    /// <summary>Every task succeeds.</summary>
    public static ElementPlay Succeed(StartedElement started, TimeSpan duration = default) =>
        End(started, Outcome.Succeeded, ExitCode.Success, duration);

    /// <summary>Every task ends in the same way; the element's exit code is the runner's for that.</summary>
    public static ElementPlay End(StartedElement started, Outcome outcome, int exit, TimeSpan duration = default) => new()
    {
        Duration = duration,
        Keys = [.. started.Tasks.Select(index => KeyOf(started, index, outcome, exit, duration))],
        Exit = outcome == Outcome.Succeeded || started.Tasks.Count == 1 ? exit : 1,
    };

    /// <summary>The element is stopped while it runs its first task: that one writes a key, the others do not.</summary>
    public static ElementPlay Preempted(StartedElement started, TimeSpan duration = default) => new()
    {
        Duration = duration,
        Keys = [.. started.Tasks.Take(1).Select(index => KeyOf(started, index, Outcome.Preempted, ExitCode.TryAgain, duration))],
        Exit = ExitCode.TryAgain,
    };

    /// <summary>The element dies without a word.</summary>
    public static ElementPlay Vanish(int exit, string reason, TimeSpan duration = default) =>
        new() { Duration = duration, Exit = exit, Reason = reason };

    private static LedgerKey KeyOf(StartedElement started, long index, Outcome outcome, int exit, TimeSpan duration) =>
        new(index, started.Order!.Attempt, outcome, exit, Math.Max(0, (long)duration.TotalMilliseconds), "simulated") { Host = started.Host };
}
