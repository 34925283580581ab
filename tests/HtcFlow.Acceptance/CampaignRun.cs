using System.Text.Json;
using HtcFlow.Testing;
using HtcFlow.Testing.S3;

namespace HtcFlow.Acceptance;

/// <summary>The demo campaign, smaller, with a home, a store and a scratch of its own.</summary>
internal sealed class CampaignRun : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly Dictionary<string, string> _environment;
    private readonly string _backend;
    private readonly string? _bucket;

    /// <summary>A campaign on this machine.</summary>
    public CampaignRun()
        : this("local", new Dictionary<string, string>())
    {
    }

    /// <summary>A campaign on a cluster whose execution hosts are this machine.</summary>
    /// <param name="cluster">Name of the backend.</param>
    /// <param name="environment">Variables by which its commands are found.</param>
    /// <param name="via">Login node; null for this machine.</param>
    public CampaignRun(string cluster, IReadOnlyDictionary<string, string> environment, string? via = null)
        : this(environment) =>
        _backend = cluster == "local" ? cluster : $"{{{cluster}: {{scratch: {Scratch}, cache: {_directory.At("cache")}, log-path: {_directory.At("jobs.log")}{(via is null ? "" : $", via: {via}")}}}}}";

    /// <summary>A campaign in containers, with its store in a bucket of the gateway.</summary>
    /// <param name="bucket">Name of the bucket.</param>
    /// <param name="kind">Name of the backend.</param>
    /// <param name="options">Its options besides the directories, as the campaign file has them.</param>
    /// <param name="environment">Further variables of htcflow.</param>
    public CampaignRun(string bucket, string kind, string options, IReadOnlyDictionary<string, string>? environment = null)
        : this(S3Gateway.Shared.Environment)
    {
        _bucket = bucket;
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            _environment[name] = value;
        }

        _backend = $"{{{kind}: {{{options}, scratch: {Scratch}, cache: {_directory.At("cache")}}}}}";
    }

    private CampaignRun(IReadOnlyDictionary<string, string> environment)
    {
        Directory.CreateDirectory(Scratch);
        _backend = "";
        _environment = new Dictionary<string, string>(environment)
        {
            ["HTCFLOW_HOME"] = _directory.At("home"),
            ["HTCFLOW_CACHE"] = _directory.At("cache"),
            ["TMPDIR"] = Scratch,
        };
    }

    /// <summary>Bits of a track; a task takes time in proportion.</summary>
    public int Bits { get; init; } = 300;

    public string Scratch => _directory.At("scratch");

    public string Store => _bucket is null ? _directory.At("store") : S3Gateway.Shared.Address(_bucket) + "&tag=checkpoints";

    public string Results => _directory.At("results");

    /// <summary>What the engines said.</summary>
    public string Log => string.Concat(Directory.EnumerateFiles(_directory.At("home/campaigns/hamr"), "*.log").Select(File.ReadAllText));

    /// <summary>Lists the scheduler's queue and hosts, where there is one.</summary>
    public Func<string> Queue { get; init; } = static () => "";

    /// <summary>Starts a command of htcflow.</summary>
    public ProgramRun Start(params string[] arguments)
    {
        ProgramRun run = ProgramRun.Start(Products.Htcflow, arguments, _environment);
        run.Scene = Scene;
        return run;
    }

    /// <summary>How the campaign stands: its status, what its engines said last, and the scheduler's queue.</summary>
    public string Scene() => string.Join(
        '\n',
        Words(() => ProgramRun.Start(Products.Htcflow, ["status", "hamr"], _environment).WaitForSuccess()),
        Words(() => ProgramRun.Tail(Log)),
        Words(Queue));

    /// <summary>Whether the campaign's first fact was recorded, so that resuming goes on with it.</summary>
    public bool IsSubmitted =>
        File.Exists(_directory.At("home/campaigns/hamr/journal.db"))
        && Start("status", "hamr").Wait(TimeSpan.FromMinutes(1)) == 0;

    /// <summary>Starts the campaign: 2 densities, 2 pitches, 3 seeds, tracks long enough to be killed in.</summary>
    public ProgramRun Submit() => Start(
        "submit", Products.Campaign, "--watch", "--set", "store=" + Store, "--set", "backend=" + _backend,
        "--set", "stages.write.sweep.density=[1500, 2000]",
        "--set", "stages.write.sweep.pitch=[24, 36]",
        "--set", "stages.write.sweep.seed=1..3",
        "--set", FormattableString.Invariant($"variables.bits={Bits}"),
        "--set", "stages.write.pack=2",
        "--set", "stages.write.retry.attempts=15",
        "--set", "stages.write.retry.delay=0");

    /// <summary>Fetches everything and gives the content of every result by name.</summary>
    public IReadOnlyDictionary<string, byte[]> Fetch()
    {
        Start("fetch", "hamr", "--to", Results).WaitForSuccess();
        return Directory.EnumerateFiles(Results, "*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".dat", StringComparison.Ordinal))
            .ToDictionary(f => Path.GetRelativePath(Results, f), File.ReadAllBytes, StringComparer.Ordinal);
    }

    /// <summary>The campaign's status as a program would read it.</summary>
    public JsonElement Status() => JsonDocument.Parse(Start("status", "hamr", "--json").WaitForSuccess()).RootElement;

    /// <summary>Names below a prefix of the store.</summary>
    public IEnumerable<string> Objects(string prefix)
    {
        if (_bucket is not null)
        {
            return S3Gateway.Shared.Keys(_bucket, prefix + "/").Select(key => key[(prefix.Length + 1)..]);
        }

        string root = Path.Combine(Store, prefix);
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(root, f));
    }

    /// <summary>The content of an object of the store.</summary>
    public byte[] Read(string name) => _bucket is null ? File.ReadAllBytes(Path.Combine(Store, name)) : S3Gateway.Shared.Read(_bucket, name);

    public void Dispose() => _directory.Dispose();

    // What cannot be told must not hide what can.
    private static string Words(Func<string> tell)
    {
        try
        {
            return tell();
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or Xunit.Sdk.XunitException)
        {
            return e.Message;
        }
    }
}
