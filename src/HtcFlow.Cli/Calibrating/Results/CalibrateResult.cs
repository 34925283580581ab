using HtcFlow.Cli.Calibrating.Book;
using HtcFlow.Cli.Calibrating.Types;
using HtcFlow.Forecast.Calibration;

namespace HtcFlow.Cli.Calibrating.Results;

/// <summary>A calibration with the order of its types. Pure.</summary>
/// <param name="Book">What it was and gave.</param>
/// <param name="Rows">Types, cheapest first.</param>
/// <param name="Rounds">Rounds that were run.</param>
/// <param name="IsDecided">Whether it ended because nothing was left to decide, not because samples were used up.</param>
internal sealed record CalibrateResult(CalibrationBook Book, IReadOnlyList<TypeRow> Rows, int Rounds, bool IsDecided)
{
    // Fewer tasks in the first round than a machine holds leave it partly empty, where tasks do not share caches and memory as they will.
    private const double FullEnough = 0.5;

    /// <summary>Types to use: the best, and those whose intervals touch its own.</summary>
    public IReadOnlyList<string> Chosen => [.. Rows.Where(static row => row.Verdict is TypeVerdict.Best or TypeVerdict.Near).Select(static row => row.Type.Name)];

    /// <summary>What a reader has to know beside the figures.</summary>
    public IReadOnlyList<string> Notes => [.. NotesOf()];

    /// <summary>Puts the types in order.</summary>
    public static CalibrateResult Of(CalibrationBook book, Rounds rounds)
    {
        CostEstimate[] costs = [.. Enumerable.Range(0, book.Types.Count).Select(rounds.Race.EstimateOf)];
        int best = rounds.Race.Left > 0 ? rounds.Race.Best : -1;
        TypeVerdict VerdictOf(int type) => rounds.IsBarren(type) || rounds.Race.SampleOf(type).Count == 0 ? TypeVerdict.Barren
            : type == best ? TypeVerdict.Best
            : costs[type].Low <= costs[best].High ? TypeVerdict.Near
            : TypeVerdict.Dearer;
        int[] order = [.. Enumerable.Range(0, costs.Length).OrderBy(type => (VerdictOf(type) == TypeVerdict.Barren, type == best ? double.NegativeInfinity : costs[type].Mean))];
        TypeRow[] rows = [.. order.Select((type, at) => new TypeRow(book.Types[type], VerdictOf(type), at + 1, rounds.LastRoundOf(type), costs[type], [.. TimesOf(book, book.Types[type])]))];
        return new CalibrateResult(book, rows, rounds.Number - 1, IsDecidedBy(rounds));
    }

    // Either one is left, or no other can be cheaper by more than the race is after.
    private static bool IsDecidedBy(Rounds rounds) =>
        rounds.Race.Left == 1 || rounds.Race.IsNear;

    private static IEnumerable<BuildTimes> TimesOf(CalibrationBook book, CandidateType type)
    {
        var builds = new SortedDictionary<string, CostSample>(StringComparer.Ordinal);
        foreach (BookedSamples samples in book.Rounds.SelectMany(static round => round.Types).Where(samples => samples.Type == type.Name))
        {
            for (int at = 0; at < samples.Seconds.Count; at++)
            {
                string build = samples.Builds.Count > 0 ? samples.Builds[at] : "";
                if (!builds.TryGetValue(build, out CostSample? sample))
                {
                    // At this price an hour costs as much as it has seconds.
                    builds.Add(build, sample = new CostSample { PerHour = 3600 });
                }

                sample.Add(samples.Seconds[at], 1);
            }
        }

        return builds.Select(static pair => new BuildTimes(pair.Key, pair.Value.Count, pair.Value.Mean, pair.Value.Deviation));
    }

    private IEnumerable<string> NotesOf()
    {
        foreach (CandidateType type in Book.Types)
        {
            BookedSamples[] samples = [.. Book.Rounds.SelectMany(static round => round.Types).Where(samples => samples.Type == type.Name)];
            int elsewhere = samples.Sum(static s => s.Elsewhere);
            int unfinished = samples.Sum(static s => s.Unfinished);
            if (elsewhere > 0)
            {
                yield return $"{type.Name}: {elsewhere} simulations do not count, since machines called themselves '{samples.Last(static s => s.OtherName.Length > 0).OtherName}'; with a hop limit below 2, containers cannot ask what they run on";
            }

            if (unfinished > 0)
            {
                yield return $"{type.Name}: {unfinished} simulations had no result; `htcflow tasks {Book.Rounds[^1].Campaign} --state failed,cancelled` tells of those of the last round";
            }

            int first = Book.Rounds.Count == 0 ? 0 : Book.Rounds[0].Types.FirstOrDefault(s => s.Type == type.Name) is { } began ? began.Seconds.Count + began.Unfinished + began.Elsewhere : 0;
            if (first > 0 && first < type.Slots * FullEnough)
            {
                yield return $"{type.Name} holds {type.Slots} of these tasks and had {first} in the first round: where neighbours slow each other down, it will be slower than measured";
            }
        }
    }
}
