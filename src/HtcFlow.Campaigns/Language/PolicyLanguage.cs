using System.Globalization;
using System.Text.RegularExpressions;
using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Shapes;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Campaigns.Language;

/// <summary>How a stage's resources and retries are written.</summary>
internal static class PolicyLanguage
{
    private const int LargestPack = 1_000_000;

    // Half an hour of tasks of 180 ms; shorter ones cost less to start than to keep account of.
    private const int UsualLargestPack = 10_000;

    private const string SharePattern = @"^(100|[0-9]{1,2}(\.[0-9]{1,6})?)%$";

    /// <summary>What one task occupies.</summary>
    public static ShapeOf<ResourceSpec> Resources { get; } =
        new RecordShape<ResourceSpec>("resources", "What one task occupies while it runs.", "a mapping of resources", new ResourceSpec())
        .Optional("vcpus", Scalars.Whole(1, 4096), "1", "Processors.", (r, vcpus) => r with { Vcpus = (int)vcpus })
        .Optional("memory", Quantities.Size, "left to the backend", "Memory.", (r, bytes) => r with { MemoryBytes = bytes })
        .Optional("scratch", Scratch(), "unbounded, on disk", "Scratch space: a size, or {size, on: disk or tmpfs}.",
            (r, scratch) => r with { ScratchBytes = scratch.Bytes, ScratchInMemory = scratch.InMemory })
        .Optional("walltime", Quantities.Duration, "no limit", "Longest run of one attempt.", (r, time) => r with { Walltime = time })
        .Optional("accelerators", Scalars.Whole(0, 1024), "0", "Accelerators (GPUs).", (r, count) => r with { Accelerators = (int)count });

    /// <summary>Which ends of an attempt lead to another one.</summary>
    public static ShapeOf<RetryDraft> Retry { get; } =
        new RecordShape<RetryDraft>("retry", "Which ends of an attempt lead to another one.", "a mapping such as {attempts: 3}", new RetryDraft())
        .Optional("attempts", Scalars.Whole(1, RetrySpec.MaxAttempts), "3", "Attempts that may fail or be too slow before the task has failed.",
            (r, attempts) => r with { Spec = r.Spec with { Attempts = (int)attempts } })
        .Optional("interruptions", Scalars.Whole(0, 200), "40", "Further attempts for ends that are not the task's fault.",
            (r, interruptions) => r with { Spec = r.Spec with { Interruptions = (int)interruptions } })
        .Optional("on", new ListShape<Outcome>(Outcomes(), "a list of outcomes such as [failed, slow, preempted, lost]", 0),
            "failed, slow, preempted and lost", "Outcomes that are tried again.",
            (r, outcomes) => r with { Spec = r.Spec with { On = [.. outcomes.Distinct()] } })
        .Optional("exit-codes", new ListShape<ScalarNode>(ExitCode(), "a list of exit codes such as [1, 75, 128-143]", 1),
            "all", "Exit codes for which a failed task is tried again.", (r, codes) => r with { ExitCodes = codes })
        .Optional("delay", Quantities.Duration, "1s", "Wait before the second attempt of a failed task; doubles with each further one, up to five minutes.",
            (r, delay) => r with { Spec = r.Spec with { Delay = delay } });

    /// <summary>Tasks of one backend job: a number, or one that is found by measuring, within bounds.</summary>
    public static ShapeOf<(int Tasks, bool IsAutomatic)> Pack { get; } = new EitherShape<(int Tasks, bool IsAutomatic)>(
        Scalars.WholeOr(1, LargestPack, tasks => ((int)tasks, false), "auto", (UsualLargestPack, true)),
        new RecordShape<(int Tasks, bool IsAutomatic)>(
            "pack", "Tasks of one backend job, found from measured task times and what a start costs.", "{most: <number>} for auto within a bound", (UsualLargestPack, true))
            .Required("most", Scalars.Whole(1, LargestPack), "Most tasks of one job.", (_, most) => ((int)most, true)));

    /// <summary>Failed tasks with which a stage still counts as done.</summary>
    public static ShapeOf<Tolerance> Tolerate { get; } = new ScalarShape<Tolerance>(
        "a number of tasks or a share such as 2%",
        static () => SchemaWriter.AnyOf(
            new() { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = Sweep.MaxTasks },
            new() { ["type"] = "string", ["pattern"] = SharePattern }),
        static node => ParseTolerance(node));

    private static Parsed<Tolerance> ParseTolerance(ScalarNode node)
    {
        if (Regex.IsMatch(node.Value, Scalars.Anchored(SharePattern), RegexOptions.NonBacktracking))
        {
            return new Tolerance(0, decimal.Parse(node.Value[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
        }

        bool isNumber = node.IsPlain && long.TryParse(node.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long tasks) && tasks <= Sweep.MaxTasks;
        return isNumber
            ? new Tolerance(long.Parse(node.Value, CultureInfo.InvariantCulture), 0)
            : new Parsed<Tolerance>(default, $"is {Wording.Quote(node.Value)}", null);
    }

    private static ShapeOf<Outcome> Outcomes() => Scalars.Choice(
        ("failed", Outcome.Failed), ("slow", Outcome.Slow), ("preempted", Outcome.Preempted), ("lost", Outcome.Lost));

    private static ShapeOf<ScalarNode> ExitCode() => Scalars.Matching("an exit code from 1 to 255 or a range such as 128-143", "^[0-9]{1,3}(-[0-9]{1,3})?$");

    private static EitherShape<(long Bytes, bool InMemory)> Scratch() => new(
        Quantities.Size.To(bytes => (bytes, false)),
        new RecordShape<(long Bytes, bool InMemory)>("scratch", "Scratch space.", "{size: 1GiB, on: disk or tmpfs}", (0, false))
            .Required("size", Quantities.Size, "How much.", (scratch, bytes) => (bytes, scratch.InMemory))
            .Optional("on", Scalars.Choice(("disk", false), ("tmpfs", true)), "disk", "Whether it lies on a disk or in memory.",
                (scratch, inMemory) => (scratch.Bytes, inMemory)));
}
