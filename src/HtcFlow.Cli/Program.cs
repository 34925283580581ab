using System.CommandLine;

var root = new RootCommand("Runs campaigns of simulations on cheap machines and counts what each one costs.");
return root.Parse(args).Invoke();
