// One benchmark a name: `make bench BENCH=name`. Until the first one is written there is nothing to run.
Console.Error.WriteLine("usage: htcflow-bench NAME");
return 2;
