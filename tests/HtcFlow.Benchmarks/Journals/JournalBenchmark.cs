using System.Globalization;

namespace HtcFlow.Benchmarks.Journals;

/// <summary>What a journal holds and how fast, and what a task costs in memory; each figure is taken in a process of its own.</summary>
internal static class JournalBenchmark
{
    private const int Rounds = 3;
    private const long Tasks = 1_000_000;
    private const long ReopenedTasks = 10_000_000;

    // As many as two LIST pages tell: an engine that looks often, and so commits often.
    private const int EndsPerLook = 2_000;

    // On the disk that holds the checkout: a temporary directory may be memory, in which a sync costs nothing.
    private static readonly string s_place = Path.Combine(Whole.Root, "artifacts", "journals");

    /// <summary>Prints all figures.</summary>
    public static int Run()
    {
        Directory.CreateDirectory(s_place);
        try
        {
            string format = new DriveInfo(s_place).DriveFormat;
            DrivenEngine.Require(format is not ("tmpfs" or "ramfs"), $"{s_place} is memory, not a disk");
            Console.WriteLine($"# journals are written to {s_place} ({format})");
            Transitions();
            Resident();
            Reopen();
            return 0;
        }
        finally
        {
            Directory.Delete(s_place, recursive: true);
        }
    }

    private static void Transitions()
    {
        Console.WriteLine("# a transition is the move of one task from one state to another (planned, started, ended), decided by the engine's core, encoded,");
        Console.WriteLine("# appended, synced to disk at each commit and applied to the state; arrays of 10,000 tasks, at most 2,000 ends a commit, 1 % tried again");
        var journal = new List<double>();
        var rows = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            journal.Add(Child("journal-transitions-child", Home("journal"), "facts", Text(Tasks), Text(EndsPerLook))[0]);
            rows.Add(Child("journal-transitions-child", Home("rows"), "rows", Text(Tasks), Text(EndsPerLook))[0]);
        }

        Bar.Print("durable-transitions-per-second", Bar.Median(journal), "/s", ("sqlite-row-per-transition", Bar.Median(rows)));
        Console.WriteLine("published: HyperQueue claims more than 10,000 tasks/s, RADICAL-Pilot 1,500, ArmoniK measured 1,040, Slurm 500");
    }

    private static void Resident()
    {
        double empty = Child("journal-resident-child", "1")[0];
        foreach ((string name, long tasks) in ((string, long)[])[("1m", 1_000_000), ("10m", 10_000_000), ("100m", 100_000_000)])
        {
            Bar.Print($"resident-bytes-per-task-{name}", (Child("journal-resident-child", Text(tasks))[0] - empty) / tasks, "bytes");
        }
    }

    private static void Reopen()
    {
        string home = Home("reopened");
        double[] written = Child("journal-write-child", home, Text(ReopenedTasks));
        double[] whole = Child("journal-reopen-child", home, "snapshot");
        double[] facts = Child("journal-reopen-child", home, "facts");
        Bar.Print("reopen-seconds", whole[0], "s", ("without-snapshot", facts[0]));
        Bar.Print("journal-bytes-per-task", written[0] / ReopenedTasks, "bytes");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"reopened: {ReopenedTasks:N0} tasks, {written[1]:N0} transitions in {written[2]:N0} entries, {written[0] / 1e6:F1} MB, peak {whole[2] / 1e6:F0} MB resident"));
    }

    private static string Home(string name)
    {
        string home = Path.Combine(s_place, name);
        if (Directory.Exists(home))
        {
            Directory.Delete(home, recursive: true);
        }

        return Directory.CreateDirectory(home).FullName;
    }

    private static double[] Child(params string[] arguments)
    {
        bool hosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        Whole.Seconds(Environment.ProcessPath!, hosted ? [typeof(JournalBenchmark).Assembly.Location, .. arguments] : arguments);
        return [.. Whole.LastOutput.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
