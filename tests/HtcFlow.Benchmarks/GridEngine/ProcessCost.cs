using System.Globalization;
using HtcFlow.Benchmarks.Journals;

namespace HtcFlow.Benchmarks.GridEngine;

/// <summary>Processor time of a process, from the kernel, in its ticks of 10 ms.</summary>
/// <param name="OwnMilliseconds">All of its threads.</param>
/// <param name="ChildrenMilliseconds">Its children that have ended, and theirs.</param>
internal readonly record struct ProcessCost(double OwnMilliseconds, double ChildrenMilliseconds)
{
    private const double MillisecondsPerTick = 10; // USER_HZ is 100 wherever Linux runs.

    // Places behind the name, which may hold blanks, from 0: proc(5) calls them 14 to 17.
    private const int UserPlace = 11;

    public double All => OwnMilliseconds + ChildrenMilliseconds;

    public static ProcessCost operator -(ProcessCost a, ProcessCost b) =>
        new(a.OwnMilliseconds - b.OwnMilliseconds, a.ChildrenMilliseconds - b.ChildrenMilliseconds);

    /// <summary>What this process has used.</summary>
    public static ProcessCost Own() => Of("self");

    /// <summary>What a process has used.</summary>
    public static ProcessCost Of(string process)
    {
        string text = File.ReadAllText($"/proc/{process}/stat");
        string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        DrivenEngine.Require(fields.Length > UserPlace + 3, "the kernel's account of a process is cut short");
        return new ProcessCost(Ticks(0) + Ticks(1), Ticks(2) + Ticks(3));

        double Ticks(int place) => long.Parse(fields[UserPlace + place], CultureInfo.InvariantCulture) * MillisecondsPerTick;
    }
}
