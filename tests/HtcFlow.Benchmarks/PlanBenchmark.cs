using System.Globalization;

namespace HtcFlow.Benchmarks;

/// <summary>Reading, planning and journalling a campaign, as a process of its own; beside Snakemake's dry run of 10,000 tasks.</summary>
internal static class PlanBenchmark
{
    private const int Rounds = 5;
    private const int PeerRounds = 3;
    private const int PeerTasks = 10_000;

    public static int Run()
    {
        (double seconds1, double resident1) = Plan(1_000_000);
        (double seconds10, double resident10) = Plan(10_000_000);
        double peer = Snakemake();
        Bar.Print("plan-seconds-1m", seconds1, "s", ("snakemake-10k", peer));
        Bar.Print("plan-seconds-10m", seconds10, "s", ("snakemake-10k", peer));
        Bar.Print("plan-resident-mb", resident1, "MB", ("10m", resident10));
        return 0;
    }

    private static (double Seconds, double ResidentMegabytes) Plan(long tasks)
    {
        var seconds = new List<double>();
        var resident = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            seconds.Add(Whole.Seconds(Environment.ProcessPath!, ChildArguments(tasks)));
            resident.Add(double.Parse(Whole.LastOutput, CultureInfo.InvariantCulture));
        }

        return (Bar.Median(seconds), Bar.Median(resident));
    }

    private static string[] ChildArguments(long tasks)
    {
        string[] child = ["plan-child", tasks.ToString(CultureInfo.InvariantCulture)];
        bool hosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        return hosted ? [typeof(PlanBenchmark).Assembly.Location, .. child] : child;
    }

    private static double Snakemake()
    {
        string directory = Directory.CreateTempSubdirectory("htcflow-bench-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(directory, "Snakefile"), string.Create(CultureInfo.InvariantCulture, $$"""
                rule all:
                    input: expand("out/{i}.txt", i=range({{PeerTasks}}))

                rule only:
                    output: "out/{i}.txt"
                    shell: "true > {output}"

                """));
            return Bar.Median(Enumerable.Range(0, PeerRounds)
                .Select(_ => Whole.Seconds("snakemake", ["--dry-run", "--quiet", "--cores", "2", "--directory", directory, "--snakefile", Path.Combine(directory, "Snakefile")])));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
