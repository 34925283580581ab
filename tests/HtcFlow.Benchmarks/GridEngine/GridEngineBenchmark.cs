using System.Diagnostics;
using System.Globalization;
using HtcFlow.Benchmarks.Journals;

namespace HtcFlow.Benchmarks.GridEngine;

/// <summary>A million tasks on a real qmaster with 10,000 simulated hosts, beside one <c>qsub</c> a task.</summary>
internal static class GridEngineBenchmark
{
    private const int Hosts = 10_000;
    private const long Tasks = 1_000_000;
    private const long FewTasks = 100_000;
    private const int Enough = 30_000;
    private const int Peers = 500;

    // Short: a qmaster at its limit starts tasks before it looks at those that have ended, so all hosts are at work all the same.
    private const int TaskSeconds = 5;
    private const int TransferSeconds = 3;

    // Looks in a row while nothing runs, to compare two lengths of the queue.
    private const int WaitingLooks = 2;

    // Looks while all hosts are at work, to have one from each to the next.
    private const int FullLooks = 3;
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(8);

    public static async Task<int> RunAsync()
    {
        string scratch = Directory.CreateTempSubdirectory("htcflow-ge-bench-").FullName;
        try
        {
            using var cell = new SimulatedCell(Hosts);
            double each = EachSecondsPerMillion(cell);
            cell.Switch(isOpen: false);
            double few = await FewAsync(cell, Path.Combine(scratch, "few"));
            await CampaignAsync(cell, Path.Combine(scratch, "campaign"), each, few);
            return 0;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static double EachSecondsPerMillion(SimulatedCell cell)
    {
        long begin = Stopwatch.GetTimestamp();
        for (int job = 0; job < Peers; job++)
        {
            cell.SubmitOne();
        }

        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        cell.Delete();
        return seconds / Peers * 1e6;
    }

    // What a look costs at a tenth of the length.
    private static async Task<double> FewAsync(SimulatedCell cell, string directory)
    {
        using var engine = new ChildEngine(cell.Access, directory, FewTasks, TaskSeconds, pollSeconds: 1, static (_, _) => { });
        double cost = await WaitingPollAsync(engine);
        await engine.StopAsync();
        cell.Hold();
        return cost;
    }

    // The first look pays for what is compiled in it.
    private static async Task<double> WaitingPollAsync(ChildEngine engine)
    {
        long begin = Stopwatch.GetTimestamp();
        while (engine.Looks.Count <= WaitingLooks)
        {
            DrivenEngine.Require(!engine.IsOver && Stopwatch.GetElapsedTime(begin) < s_longest, "the engine did not look at its queue");
            await Task.Delay(100);
        }

        return engine.Looks.Skip(1).Average(static look => look.Call.All);
    }

    private static async Task CampaignAsync(SimulatedCell cell, string directory, double eachSeconds, double few)
    {
        await using var runners = new RunnerStandIn(
            cell, Path.Combine(directory, "view"), Path.Combine(directory, "store"), TimeSpan.FromSeconds(TaskSeconds + TransferSeconds));
        ProcessCost before = cell.QmasterCost;
        long begin = Stopwatch.GetTimestamp();
        using var engine = new ChildEngine(runners.View, directory, Tasks, TaskSeconds, pollSeconds: 0, runners.OnAsk);
        double many = await WaitingPollAsync(engine);
        cell.Switch(isOpen: true);

        // What one look finds ended the ledger names at the next; a slow qmaster takes longer to have all hosts at work than to end enough.
        bool IsSeen() => engine.Looks.Count(static look => look.Ended > Enough) >= 2 && engine.Looks.Count(IsFull) >= FullLooks;
        while (!engine.IsOver && !IsSeen() && Stopwatch.GetElapsedTime(begin) < s_longest)
        {
            await Task.Delay(500);
        }

        RunFigures figures = await engine.StopAsync();
        double qmaster = (cell.QmasterCost - before).OwnMilliseconds;
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        QueueLook[] full = [.. engine.Looks.Where(IsFull)];
        Print($"campaign: {figures.Submitted:N0} tasks submitted, {figures.Succeeded:N0} succeeded, {figures.Retries} retried in {seconds:F0} s");
        Print($"a look took {engine.Looks.Average(static look => look.Seconds):F2} s of wall time on average");
        Print($"looks: {figures.Looks}, {full.Length} of them at more than {Hosts * 0.95:N0} running; qmaster {qmaster / 1000:F1} s of CPU");
        Print($"htcflow: {figures.Cost.OwnMilliseconds / 1000:F1} s of CPU itself, {figures.Cost.ChildrenMilliseconds / 1000:F1} s in commands");
        DrivenEngine.Require(figures.Submitted == Tasks, "not all tasks were submitted");
        DrivenEngine.Require(figures.Succeeded >= Enough, "too few tasks have ended");
        DrivenEngine.Require(figures.Retries == 0, "a task was taken for lost that was not");
        DrivenEngine.Require(full.Length >= FullLooks, "the hosts were never all at work");
        Bar.Print("ge-submit-seconds-per-million", figures.SubmitSeconds / Tasks * 1e6, "s", ("qsub-each", eachSeconds));
        Bar.Print("ge-poll-cpu-ms", full.Average(static look => look.Call.All), "ms");
        Bar.Print("ge-cpu-percent-of-qmaster", 100 * figures.Cost.All / qmaster, "%");
        Bar.Print("ge-resident-mb", figures.PeakResidentBytes / 1e6, "MB");
        Print($"a look while nothing runs: {few:F0} ms at {FewTasks:N0} waiting, {many:F0} ms at {Tasks:N0}");
        Print($"whole engine, from one look to the next while all hosts were at work: {Between(full):F0} ms of CPU a look");
    }

    private static bool IsFull(QueueLook look) => look.Running > Hosts * 0.95;

    private static double Between(QueueLook[] looks) => (looks[^1].Before - looks[0].Before).All / (looks.Length - 1);

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
