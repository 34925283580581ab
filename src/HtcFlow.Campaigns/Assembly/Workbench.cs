using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Ports;

namespace HtcFlow.Campaigns.Assembly;

/// <summary>What every step of putting a campaign together needs: where problems go and where files come from.</summary>
/// <param name="Problems">Takes what is wrong.</param>
/// <param name="Files">The files beside the campaign.</param>
/// <param name="BaseDirectory">Absolute directory that relative paths begin in.</param>
internal sealed record Workbench(ProblemList Problems, ICampaignFiles Files, string BaseDirectory)
{
    /// <summary>Absolute path of a name in the campaign file.</summary>
    public string PathOf(string name) => Path.GetFullPath(name, BaseDirectory);

    /// <summary>Finds a file; null after a problem was reported.</summary>
    public string? Locate(ScalarNode name)
    {
        if (name.Value.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        string path = PathOf(name.Value);
        try
        {
            if (Files.SizeOf(path) is not null)
            {
                return path;
            }

            if (Files.IsDirectory(path))
            {
                Problems.Error(name.Place, $"{Wording.Quote(name.Value)} is a directory", "name the files in it one by one");
                return null;
            }

            string advice = name.Value.Contains("${", StringComparison.Ordinal)
                ? "write the path out: ${...} is not filled in here, because the file is looked up before any task exists"
                : $"it was looked for at {path}; relative paths begin in the campaign file's directory";
            Problems.Error(name.Place, $"there is no file {Wording.Quote(name.Value)}", advice);
        }
        catch (FaultException fault)
        {
            Problems.Error(name.Place, $"{Wording.Quote(name.Value)} cannot be looked at: {fault.Detail}", "mend the path or its permissions");
        }

        return null;
    }

    /// <summary>Reads a text file; null after a problem was reported.</summary>
    /// <param name="name">Its name in the campaign file.</param>
    /// <param name="maxBytes">Largest size accepted.</param>
    /// <param name="noun">What the file is, for messages.</param>
    public string? ReadText(ScalarNode name, long maxBytes, string noun)
    {
        if (Locate(name) is not { } path)
        {
            return null;
        }

        try
        {
            long size = Files.SizeOf(path) ?? 0;
            if (size > maxBytes)
            {
                Problems.Error(
                    name.Place,
                    $"{Wording.Quote(name.Value)} has {Wording.Size(size)}",
                    $"a {noun} has at most {Wording.Size(maxBytes)}");
                return null;
            }

            return SourceText.Decode(Files.Read(path), name.Value, Problems);
        }
        catch (FaultException fault)
        {
            Problems.Error(name.Place, $"{Wording.Quote(name.Value)} cannot be read: {fault.Detail}", "mend the path or its permissions");
            return null;
        }
    }
}
