using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Facts;

/// <summary>Packs the ends of attempts: a success of the usual attempt on the usual machine takes 1 byte of kind, the distance to its
/// predecessor (1 byte when dense) and its wall time (2 bytes up to 16 s).</summary>
internal static class AttemptEndsCodec
{
    // One byte of kind: outcome in bits 0-2, verdict in bits 3-4, then what follows in full. Of the verdict the two lowest bits are written:
    // 0 stands for Excuse, which older versions never wrote and refuse to read; None is never written.
    private const int VerdictShift = 3;
    private const int VerdictBits = 3;
    private const byte OtherAttempt = 0x20;
    private const byte HasExit = 0x40;
    private const byte OtherMachine = 0x80;

    public static void Write(FactWriter writer, IReadOnlyList<AttemptEnd> ends)
    {
        string[] machines = ends.Select(e => e.Machine).Distinct(StringComparer.Ordinal).ToArray();
        int usual = ends.Count == 0 ? 1 : ends[0].Attempt;
        writer.Number(ends.Count);
        writer.Number(usual);
        writer.Number(machines.Length);
        foreach (string machine in machines)
        {
            writer.Text(machine);
        }

        long previous = 0;
        foreach (AttemptEnd end in ends)
        {
            int machine = end.Machine == machines[0] ? 0 : Array.IndexOf(machines, end.Machine);
            ArgumentOutOfRangeException.ThrowIfEqual((int)end.Verdict, (int)Verdict.None, nameof(ends));
            writer.Byte((byte)((int)end.Outcome | (((int)end.Verdict & VerdictBits) << VerdictShift)
                | (end.Attempt == usual ? 0 : OtherAttempt)
                | (end.Exit == 0 ? 0 : HasExit)
                | (machine == 0 ? 0 : OtherMachine)));
            writer.Number(end.Index - previous);
            previous = end.Index;
            writer.Number(end.WallMilliseconds);
            WriteRest(writer, end, usual, machine);
        }
    }

    public static AttemptEnd[] Read(ref FactReader reader)
    {
        int count = reader.Count();
        int usual = reader.Small();
        var machines = new string[reader.Count()];
        for (int m = 0; m < machines.Length; m++)
        {
            machines[m] = reader.Text();
        }

        var ends = new AttemptEnd[count];
        long previous = 0;
        for (int e = 0; e < count; e++)
        {
            ends[e] = ReadOne(ref reader, previous, usual, machines);
            previous = ends[e].Index;
        }

        return ends;
    }

    private static void WriteRest(FactWriter writer, AttemptEnd end, int usual, int machine)
    {
        if (end.Attempt != usual)
        {
            writer.Number(end.Attempt);
        }

        if (end.Exit != 0)
        {
            writer.Number(end.Exit);
        }

        if (machine != 0)
        {
            writer.Number(machine);
        }
    }

    private static AttemptEnd ReadOne(ref FactReader reader, long previous, int usual, string[] machines)
    {
        byte kind = reader.Byte();
        long distance = reader.Number();
        long wall = reader.Number();
        int attempt = (kind & OtherAttempt) == 0 ? usual : reader.Small();
        int exit = (kind & HasExit) == 0 ? 0 : reader.Small();
        int machine = (kind & OtherMachine) == 0 ? 0 : reader.Small();
        var outcome = (Outcome)(kind & 7);
        var verdict = (Verdict)((kind >> VerdictShift) & VerdictBits);
        verdict = verdict == Verdict.None ? Verdict.Excuse : verdict;
        bool known = outcome is not Outcome.None and <= Outcome.Cancelled
            && distance < Sweep.MaxTasks - previous && attempt is >= 1 and <= RetrySpec.MaxTotalAttempts && exit <= byte.MaxValue;
        return known && machine < machines.Length
            ? new AttemptEnd(previous + distance, attempt, outcome, exit, verdict, wall, machines[machine])
            : throw new FormatException("An attempt ended in no known way.");
    }
}
