using HtcFlow.Benchmarks;
using HtcFlow.Benchmarks.AwsBatch;
using HtcFlow.Benchmarks.Costs;
using HtcFlow.Benchmarks.GridEngine;
using HtcFlow.Benchmarks.Guarding;
using HtcFlow.Benchmarks.Journals;
using HtcFlow.Benchmarks.MillionCore;
using HtcFlow.Benchmarks.Shipping;
using HtcFlow.Benchmarks.Slurm;

// One benchmark a name: `make bench BENCH=name`.
return args switch
{
    ["ship-frames"] => FrameFigures.RunAsync().GetAwaiter().GetResult(),
    ["local"] => LocalBenchmark.Run(),
    ["aws"] => await AwsBenchmark.RunAsync(),
    ["aws-engine-child", string endpoint, string tasks, string elements] => AwsEngineChild.Run(endpoint, Number(tasks), Number(elements)),
    ["aws-poller-child", string endpoint, string tasks] => ChildPoller.Run(endpoint, Number(tasks)),
    ["cost"] => await CostBenchmark.RunAsync(),
    ["engine-forecast"] => ForecastBenchmark.Run(),
    ["plan"] => PlanBenchmark.Run(),
    ["calibrate"] => CalibrateBenchmark.Run(),
    ["slurm"] => await SlurmBenchmark.RunAsync(CancellationToken.None),
    ["runner"] => RunnerBenchmark.Run(),
    ["victim-child", string counter] => VictimChild.Run(counter),
    ["ship"] => await ShipBenchmark.RunAsync(),
    ["ship", string trial] => await ShipBenchmark.RunAsync(trial),
    ["ship-write-child", string directory, string log] => LatencyTrial.Write(directory, log),
    ["ship-burst-child", string signs] => BurstTrial.Write(signs),
    ["ship-torn-child", string log] => TornTrial.Write(log),
    ["engine-journal"] => JournalBenchmark.Run(),
    ["engine"] => EngineBenchmark.Run(),
    ["gridengine"] => await GridEngineBenchmark.RunAsync(),
    ["gridengine-child", string directory, string commands, string tasks, string seconds, string poll] =>
        await EngineChild.RunAsync(directory, commands, Number(tasks), seconds, poll),
    ["replay-child", string parts, string seed] => ReplayChild.Run(Number(parts), Number(seed)),
    ["flat-child", string tasks] => ReplayChild.RunFlat(Number(tasks)),
    ["journal-transitions-child", string home, string kind, string tasks, string ends] => JournalChild.Transitions(home, kind == "rows", Number(tasks), Number(ends)),
    ["journal-write-child", string home, string tasks] => JournalChild.Write(home, Number(tasks)),
    ["journal-reopen-child", string home, string how] => JournalChild.Reopen(home, how == "snapshot"),
    ["journal-resident-child", string tasks] => JournalChild.Resident(Number(tasks)),
    ["plan-child", string tasks] => PlanChild.Run(long.Parse(tasks, System.Globalization.CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine("usage: make bench BENCH=aws|calibrate|cost|local|plan|runner|engine|engine-forecast|engine-journal|gridengine|ship|ship-frames|slurm|hamr");
    return 2;
}
