using System.Text.Json;
using HtcFlow.Testing;

namespace HtcFlow.Acceptance;

/// <summary>The demo campaign, smaller, with a home, a store and a scratch of its own.</summary>
internal sealed class CampaignRun : IDisposable
{
    private readonly TempDirectory _directory = new();

    public CampaignRun() => Directory.CreateDirectory(Scratch);

    public string Scratch => _directory.At("scratch");

    public string Store => _directory.At("store");

    public string Results => _directory.At("results");

    /// <summary>Starts a command of htcflow.</summary>
    public ProgramRun Start(params string[] arguments) => ProgramRun.Start(Products.Htcflow, arguments, new Dictionary<string, string>
    {
        ["HTCFLOW_HOME"] = _directory.At("home"),
        ["HTCFLOW_CACHE"] = _directory.At("cache"),
        ["TMPDIR"] = Scratch,
    });

    /// <summary>Starts the campaign: 2 densities, 2 pitches, 3 seeds, tracks long enough to be killed in.</summary>
    public ProgramRun Submit() => Start(
        "submit", Products.Campaign, "--watch", "--set", "store=" + Store,
        "--set", "stages.write.sweep.density=[1500, 2000]",
        "--set", "stages.write.sweep.pitch=[24, 36]",
        "--set", "stages.write.sweep.seed=1..3",
        "--set", "variables.bits=300",
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
        string root = Path.Combine(Store, prefix);
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(root, f));
    }

    public void Dispose() => _directory.Dispose();
}
