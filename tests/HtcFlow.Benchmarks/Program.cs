using HtcFlow.Benchmarks;

// One benchmark a name: `make bench BENCH=name`.
return args switch
{
    ["local"] => LocalBenchmark.Run(),
    ["plan"] => PlanBenchmark.Run(),
    ["plan-child", string tasks] => PlanChild.Run(long.Parse(tasks, System.Globalization.CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: make bench BENCH=local|plan|hamr");
    return 2;
}
