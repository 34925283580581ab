using System.Text.Json;
using HtcFlow.Testing;

namespace HtcFlow.Acceptance;

/// <summary>A campaign of a few small tasks with a home, a store and a scratch of its own.</summary>
internal sealed class SmallRun : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly TempDirectory _directory = new();
    private readonly Dictionary<string, string> _environment;

    /// <summary>Writes the stages of a campaign named <c>c</c>, and the script <c>task.sh</c> that they may run.</summary>
    public SmallRun(string stages = "stages: {one: {command: [/bin/true]}}\n", string script = "exit 0\n", int slots = 2)
    {
        Directory.CreateDirectory(Scratch);
        _directory.Write("campaign.yaml", $"campaign: c\nstore: ./store\nbackend: {{local: {{slots: {slots}}}}}\n{stages}");
        _directory.Write("task.sh", script);
        _environment = new()
        {
            ["HTCFLOW_HOME"] = At("home"),
            ["HTCFLOW_CACHE"] = At("cache"),
            ["TMPDIR"] = Scratch,
        };
    }

    public string Scratch => At("scratch");

    public string File => At("campaign.yaml");

    public string Journal => At("home/campaigns/c/journal.db");

    /// <summary>Absolute path of something in the run's directory.</summary>
    public string At(string path) => _directory.At(path);

    /// <summary>Writes a file beside the campaign.</summary>
    public string Write(string name, string text) => _directory.Write(name, text);

    /// <summary>Sets a variable for the commands to come.</summary>
    public void Set(string variable, string value) => _environment[variable] = value;

    /// <summary>Starts a command of htcflow that Ctrl-C reaches, also where the tests run in the background of a shell.</summary>
    public ProgramRun Start(params string[] arguments) =>
        ProgramRun.Start("/usr/bin/env", ["--default-signal=INT", Products.Htcflow, .. arguments], _environment);

    /// <summary>Runs a command to its end and checks its exit code; no message may ever show a stack.</summary>
    /// <returns>Everything that it wrote.</returns>
    public string Expect(int code, params string[] arguments)
    {
        ProgramRun run = Start(arguments);
        int actual = run.Wait(s_patience);
        string text = run.Output + run.Error;
        Assert.True(actual == code, $"{string.Join(' ', arguments)}: exit code {actual} instead of {code}\n{text}");
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        return text;
    }

    /// <summary>Submits the campaign and runs it to its end.</summary>
    public string Submit(int code = 0, params string[] arguments) => Expect(code, ["submit", File, .. arguments]);

    /// <summary>Tasks as <c>tasks --json</c> lists them.</summary>
    public IReadOnlyList<JsonElement> Tasks(params string[] filter)
    {
        JsonElement listing = JsonDocument.Parse(Expect(0, ["tasks", "c", "--limit", "0", "--json", .. filter])).RootElement;
        Assert.Equal(listing.GetProperty("matching").GetInt64(), listing.GetProperty("tasks").GetArrayLength());
        return [.. listing.GetProperty("tasks").EnumerateArray()];
    }

    /// <summary>States of the tasks of a stage, by index.</summary>
    public IReadOnlyList<string> States(string stage) => [.. Tasks("--stage", stage).Select(t => t.GetProperty("state").GetString()!)];

    /// <summary>Attempts of the tasks of a stage, by index.</summary>
    public IReadOnlyList<int> Attempts(string stage) => [.. Tasks("--stage", stage).Select(t => t.GetProperty("attempts").GetInt32())];

    /// <summary>The campaign's status.</summary>
    public JsonElement Status() => JsonDocument.Parse(Expect(0, "status", "c", "--json")).RootElement;

    /// <summary>Process of the engine that works on the campaign; 0 when none does.</summary>
    public int Engine() => Status().GetProperty("engine").GetString() is { } holder ? int.Parse(holder.Split(' ')[0], null) : 0;

    /// <summary>Keys of the campaign below a prefix of the store, without it.</summary>
    public IReadOnlyList<string> Keys(string prefix)
    {
        string root = At("store/c/" + prefix);
        return Directory.Exists(root)
            ? [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(root, f)).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>Names of the ledger keys of a stage, by array.</summary>
    public ILookup<string, string> Ledger(string stage) =>
        Keys("l/" + stage).ToLookup(k => k.Split('/')[0], k => Path.GetFileName(k), StringComparer.Ordinal);

    /// <summary>The accepted report of a task.</summary>
    public JsonElement Report(string stage, int index)
    {
        string key = Keys("t").Single(k => k.EndsWith($"/{stage}/{index}/accepted.json", StringComparison.Ordinal));
        return JsonDocument.Parse(System.IO.File.ReadAllBytes(At("store/c/t/" + key))).RootElement;
    }

    /// <summary>Fetches everything and gives the text of each file by <c>stage/index/name</c>.</summary>
    public IReadOnlyDictionary<string, string> Fetch()
    {
        Expect(0, "fetch", "c", "--to", At("results"));
        return Directory.EnumerateFiles(At("results"), "*", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(At("results"), f), System.IO.File.ReadAllText, StringComparer.Ordinal);
    }

    /// <summary>Waits until something in the world has come true.</summary>
    /// <param name="what">What that is, in words.</param>
    /// <param name="isTrue">Whether it has.</param>
    /// <param name="scene">Tells what else there is to know when the wait was in vain.</param>
    public static void WaitFor(string what, Func<bool> isTrue, Func<string>? scene = null)
    {
        DateTimeOffset end = TimeProvider.System.GetUtcNow() + s_patience;
        while (!isTrue())
        {
            if (TimeProvider.System.GetUtcNow() >= end)
            {
                Assert.Fail($"waited {s_patience} in vain for: {what}\n{scene?.Invoke()}");
            }

            Thread.Sleep(TimeSpan.FromMilliseconds(20));
        }
    }

    /// <summary>Waits until a task of a stage has said that it runs, by a file that its script made in the run's directory.</summary>
    public void WaitForFile(string name) => WaitFor(name, () => System.IO.File.Exists(At(name)));

    /// <summary>Sends a signal to one process.</summary>
    public static void Signal(string name, int process) =>
        ProgramRun.Start("/bin/sh", ["-c", $"kill -{name} {process}"]).WaitForSuccess();

    /// <summary>Kills what still runs, and deletes everything.</summary>
    public void Dispose()
    {
        var killer = new Killer(Scratch, new Random(1));
        for (int round = 0; round < 20 && killer.KillAll() > 0; round++)
        {
            Thread.Sleep(TimeSpan.FromMilliseconds(20));
        }

        _directory.Dispose();
    }
}
