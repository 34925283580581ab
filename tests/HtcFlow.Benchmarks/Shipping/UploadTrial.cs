using System.Diagnostics;
using System.Globalization;
using HtcFlow.Testing.S3;

namespace HtcFlow.Benchmarks.Shipping;

/// <summary>A prepared directory into the gateway: by a runner whose command moves it into its scratch directory, by rclone, and by aws.</summary>
/// <remarks>Whole processes, one after the other. The runner compresses, hashes, and writes its report and ledger key; the others send as it is.</remarks>
internal static class UploadTrial
{
    private const int SmallFiles = 2_000;
    private const int SmallBytes = 4 << 10;
    private const int SmallRounds = 3;
    private const int LargeBytes = 64 << 20;
    private const int LargeContents = 4;

    /// <summary>48 of 64 MiB are 3.2 GB: with four programs some two minutes. HTCFLOW_BENCH_LARGE_FILES=200 is the whole set.</summary>
    private const int UsualLargeFiles = 48;

    public static async Task SmallAsync(ShipBench bench)
    {
        string set = Path.Combine(bench.Root, "small");
        Directory.CreateDirectory(set);
        for (int i = 0; i < SmallFiles; i++)
        {
            FieldData.Write(Path.Combine(set, string.Create(CultureInfo.InvariantCulture, $"f{i:D5}.dat")), SmallBytes, i);
        }

        Dictionary<string, List<(double Seconds, double Cpu)>> runs = await CompareAsync(bench, set, SmallRounds);
        double Rate(string name) => SmallFiles / Bar.Median(runs[name].Select(r => r.Seconds));
        double Cpu(string name) => Bar.Median(runs[name].Select(r => r.Cpu)) * 1000 / SmallFiles;
        Bar.Print("upload-small-per-second", Rate("runner"), "files/s", ("rclone", Rate("rclone")), ("rclone-16", Rate("rclone-16")), ("aws", Rate("aws")));
        Bar.Print("upload-cpu-ms-per-object", Cpu("runner"), "ms", ("rclone", Cpu("rclone")), ("rclone-16", Cpu("rclone-16")), ("aws", Cpu("aws")));
    }

    public static async Task LargeAsync(ShipBench bench)
    {
        int files = int.TryParse(Environment.GetEnvironmentVariable("HTCFLOW_BENCH_LARGE_FILES"), CultureInfo.InvariantCulture, out int wanted) ? wanted : UsualLargeFiles;
        string set = Path.Combine(bench.Root, "large");
        string contents = Path.Combine(bench.Root, "contents");
        Directory.CreateDirectory(set);
        Directory.CreateDirectory(contents);
        for (int i = 0; i < LargeContents; i++)
        {
            FieldData.Write(Path.Combine(contents, $"c{i}"), LargeBytes, i);
        }

        // Names of a few files: the set is as large as it looks to whoever reads it, and fits into the machine's memory.
        for (int i = 0; i < files; i++)
        {
            Whole.Seconds("ln", [Path.Combine(contents, $"c{i % LargeContents}"), Path.Combine(set, string.Create(CultureInfo.InvariantCulture, $"f{i:D3}.dat"))]);
        }

        Dictionary<string, List<(double Seconds, double Cpu)>> runs = await CompareAsync(bench, set, rounds: 1);
        double Rate(string name) => (double)files * LargeBytes / 1e6 / Bar.Median(runs[name].Select(r => r.Seconds));
        Console.WriteLine($"{files} files of 64 MiB");
        Bar.Print("upload-large-mb-per-second", Rate("runner"), "MB/s", ("rclone", Rate("rclone")), ("rclone-16", Rate("rclone-16")), ("aws", Rate("aws")));
    }

    private static async Task<Dictionary<string, List<(double Seconds, double Cpu)>>> CompareAsync(ShipBench bench, string set, int rounds)
    {
        var runs = new Dictionary<string, List<(double, double)>>(StringComparer.Ordinal);
        for (int round = 0; round < rounds; round++)
        {
            foreach (string name in (string[])["runner", "rclone", "rclone-16", "aws"])
            {
                (double Seconds, double Cpu) run = name == "runner" ? Runner(bench, set) : Peer(bench, name, set);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(set)} {name}: {run.Seconds:F2} s, {run.Cpu:F2} s of CPU"));
                (runs.TryGetValue(name, out List<(double, double)>? list) ? list : runs[name] = []).Add(run);
                await bench.ClearAsync();
            }
        }

        return runs;
    }

    private static (double Seconds, double Cpu) Runner(ShipBench bench, string set)
    {
        string copy = set + ".run";
        Whole.Seconds("cp", ["-al", set, copy]);
        ProcessStartInfo start = bench.Runner(bench.NewName(), bench.Store, Path.Combine(bench.Root, "scratch"), ["mv", copy, "set"]);
        return Measured(start);
    }

    private static (double Seconds, double Cpu) Peer(ShipBench bench, string name, string set)
    {
        string target = bench.NewName();
        string[] words = name == "aws"
            ? ["aws", "s3", "cp", "--recursive", "--only-show-errors", "--endpoint-url", Endpoint, set, $"s3://{bench.Bucket}/{target}/"]
            : ["rclone", "copy", set, $":s3:{bench.Bucket}/{target}", .. name == "rclone" ? Array.Empty<string>() : ["--transfers", "16"]];
        var start = new ProcessStartInfo(words[0], words[1..]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        ShipBench.SetPlace(start.Environment);
        start.Environment["RCLONE_CONFIG"] = "/dev/null";
        start.Environment["RCLONE_S3_PROVIDER"] = "Ceph";
        start.Environment["RCLONE_S3_ENV_AUTH"] = "true";
        start.Environment["RCLONE_S3_ENDPOINT"] = Endpoint;
        start.Environment["RCLONE_S3_NO_CHECK_BUCKET"] = "true";
        return Measured(start);
    }

    private static string Endpoint => S3Gateway.Shared.Endpoint.OriginalString.TrimEnd('/');

    /// <summary>Runs a program under a shell that says how much CPU time its children took.</summary>
    private static (double Seconds, double Cpu) Measured(ProcessStartInfo program)
    {
        string times = Path.GetTempFileName();
        var start = new ProcessStartInfo("bash", ["-c", "\"$@\"; code=$?; times > \"$0\"; exit $code", times, program.FileName, .. program.ArgumentList])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment.Clear();
        foreach ((string name, string? value) in program.Environment)
        {
            start.Environment[name] = value;
        }

        double seconds = ShipBench.Run(start);
        string[] children = File.ReadAllLines(times)[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        File.Delete(times);
        return (seconds, children.Sum(Minutes));
    }

    /// <summary>Reads a time such as <c>0m1.234s</c>.</summary>
    private static double Minutes(string text)
    {
        int m = text.IndexOf('m', StringComparison.Ordinal);
        return (60 * double.Parse(text.AsSpan(0, m), CultureInfo.InvariantCulture)) + double.Parse(text.AsSpan(m + 1).TrimEnd('s'), CultureInfo.InvariantCulture);
    }
}
