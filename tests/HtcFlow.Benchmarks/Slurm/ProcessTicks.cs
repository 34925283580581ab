using System.Globalization;

namespace HtcFlow.Benchmarks.Slurm;

/// <summary>Processor time of a process, in milliseconds, as the kernel counts it: in steps of ten.</summary>
/// <param name="Self">Its own.</param>
/// <param name="Children">That of its children which have ended.</param>
internal readonly record struct ProcessTicks(double Self, double Children)
{
    private const double MillisecondsPerTick = 10;

    // Places behind the name in parentheses: state is 0.
    private const int UserPlace = 11;

    public double All => Self + Children;

    public static ProcessTicks Own() => Of(Environment.ProcessId);

    public static ProcessTicks Of(int process)
    {
        string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
        string[] words = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessTicks(Sum(UserPlace), Sum(UserPlace + 2));

        double Sum(int place) =>
            (long.Parse(words[place], CultureInfo.InvariantCulture) + long.Parse(words[place + 1], CultureInfo.InvariantCulture)) * MillisecondsPerTick;
    }
}
