using HtcFlow.Core.Ids;

namespace HtcFlow.Engine.Homes;

/// <summary>The directory in which one campaign's journal, lock, log and spool live on the submitting machine.</summary>
public sealed class CampaignHome
{
    /// <summary>Names the directory of a campaign; creates nothing.</summary>
    /// <param name="root">HtcFlow's data directory (see <see cref="DefaultRoot"/>).</param>
    /// <param name="name">Campaign name.</param>
    public CampaignHome(string root, string name)
    {
        Name = name;
        Directory = Path.Combine(root, "campaigns", name);
    }

    /// <summary>Campaign name.</summary>
    public string Name { get; }

    /// <summary>The directory.</summary>
    public string Directory { get; }

    /// <summary>The journal.</summary>
    public string Journal => Path.Combine(Directory, "journal.db");

    /// <summary>The lock that the one engine holds.</summary>
    public string Lock => Path.Combine(Directory, "engine.lock");

    /// <summary>Log of engines that run in the background.</summary>
    public string Log => Path.Combine(Directory, "engine.log");

    /// <summary>Spool of the local backend.</summary>
    public string Spool => Path.Combine(Directory, "local");

    /// <summary>What looks at the accounts saw of the campaign's instances.</summary>
    public string Instances => Path.Combine(Directory, "instances.jsonl");

    /// <summary>Campaign to which a journal belongs.</summary>
    public static string NameOf(string journal) => Path.GetFileName(Path.GetDirectoryName(journal)) ?? "";

    /// <summary>Whether a campaign of this name was submitted from here.</summary>
    public bool Exists => File.Exists(Journal);

    /// <summary>Makes the directory, with those above it, for its owner alone: commands and environments may name secrets.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public void Create()
    {
        var missing = new Stack<string>();
        for (string? at = Directory; at is not null && !System.IO.Directory.Exists(at); at = Path.GetDirectoryName(at))
        {
            missing.Push(at);
        }

        foreach (string path in missing)
        {
            System.IO.Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary><c>HTCFLOW_HOME</c>, else <c>htcflow</c> below the XDG data directory.</summary>
    public static string DefaultRoot()
    {
        string? home = Environment.GetEnvironmentVariable("HTCFLOW_HOME");
        if (!string.IsNullOrEmpty(home))
        {
            return Path.GetFullPath(home);
        }

        string? data = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        string fallback = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share");
        return Path.Combine(string.IsNullOrEmpty(data) ? fallback : data, "htcflow");
    }

    /// <summary>All campaigns below a data directory, by name.</summary>
    public static IReadOnlyList<CampaignHome> List(string root)
    {
        string campaigns = Path.Combine(root, "campaigns");
        return !System.IO.Directory.Exists(campaigns)
            ? []
            : System.IO.Directory.GetDirectories(campaigns)
                .Select(Path.GetFileName)
                .Where(name => name is not null && CampaignName.IsValid(name))
                .Select(name => new CampaignHome(root, name!))
                .Where(home => home.Exists)
                .OrderBy(home => home.Name, StringComparer.Ordinal)
                .ToList();
    }
}
