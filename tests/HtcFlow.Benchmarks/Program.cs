using HtcFlow.Benchmarks;
using HtcFlow.Benchmarks.Guarding;
using HtcFlow.Benchmarks.Journals;
using HtcFlow.Benchmarks.MillionCore;
using HtcFlow.Benchmarks.Shipping;

// One benchmark a name: `make bench BENCH=name`.
return args switch
{
    ["ship-frames"] => FrameFigures.RunAsync().GetAwaiter().GetResult(),
    ["local"] => LocalBenchmark.Run(),
    ["engine-forecast"] => ForecastBenchmark.Run(),
    ["plan"] => PlanBenchmark.Run(),
    ["runner"] => RunnerBenchmark.Run(),
    ["victim-child", string counter] => VictimChild.Run(counter),
    ["engine-journal"] => JournalBenchmark.Run(),
    ["engine"] => EngineBenchmark.Run(),
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
    Console.Error.WriteLine("usage: make bench BENCH=local|plan|runner|engine|engine-forecast|engine-journal|ship-frames|hamr");
    return 2;
}
