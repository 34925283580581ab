using System.Text;
using HtcFlow.Campaigns.Assembly;
using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Language;
using HtcFlow.Campaigns.Overrides;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Ports;

namespace HtcFlow.Campaigns;

/// <summary>Reads campaign files. It throws for no text: whatever is wrong is a problem with a place and an advice.</summary>
public static class CampaignReader
{
    /// <summary>Reads a campaign file from this machine's disk; relative paths in it begin in its directory.</summary>
    public static CampaignReading ReadFile(string path, IReadOnlyList<string> overrides)
    {
        ArgumentNullException.ThrowIfNull(path);
        var files = new DiskCampaignFiles();
        var problems = new ProblemList(path);
        string full = Path.GetFullPath(path);
        string? text = null;
        try
        {
            text = TextOf(path, full, files, problems);
        }
        catch (FaultException fault)
        {
            problems.Error(new Place(path, 1, 1), $"the file cannot be read: {fault.Detail}", "mend the path or its permissions");
        }

        return text is null
            ? new CampaignReading(null, problems.InOrder())
            : Read(text, path, Path.GetDirectoryName(full) ?? "/", overrides, files);
    }

    /// <summary>Reads a campaign.</summary>
    /// <param name="text">The YAML text, at most 1 MB.</param>
    /// <param name="fileName">What problems call the file.</param>
    /// <param name="baseDirectory">Absolute directory in which relative paths begin.</param>
    /// <param name="overrides">Settings in the form <c>path=value</c>, applied in order before the text is checked.</param>
    /// <param name="files">Inputs, templates, tables and programs.</param>
    public static CampaignReading Read(
        string text, string fileName, string baseDirectory, IReadOnlyList<string> overrides, ICampaignFiles files)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(overrides);
        var problems = new ProblemList(fileName);
        if (ReadDraft(text, fileName, overrides, problems) is not { } draft)
        {
            return new CampaignReading(null, problems.InOrder());
        }

        var spec = CampaignAssembler.Assemble(draft, new Workbench(problems, files, baseDirectory));
        return new CampaignReading(problems.HasErrors ? null : spec, problems.InOrder());
    }

    /// <summary>Reads what the JSON Schema describes: keys, kinds and forms, but nothing that needs a look at two places.</summary>
    internal static CampaignDraft? ReadDraft(string text, string fileName, IReadOnlyList<string> overrides, ProblemList problems)
    {
        if (IsTooLarge(Encoding.UTF8.GetByteCount(text), fileName, problems) || !SourceText.Check(text, offset => SourceText.PlaceOf(text, offset, fileName), problems))
        {
            return null;
        }

        var root = YamlText.Read(text, problems, (line, column) => new Place(fileName, line, column));
        if (root is null)
        {
            return null;
        }

        if (root is not MapNode)
        {
            problems.Error(root.Place, $"the file is {root.Kind}", "write a mapping that begins with 'campaign: <name>'");
            return null;
        }

        var changed = (MapNode)Override.Apply(root, CampaignLanguage.Campaign, overrides, problems);
        return CampaignLanguage.Campaign.TryRead(DefaultsMerge.Apply(changed, problems), "the campaign", problems, out var draft) ? draft : null;
    }

    private static string? TextOf(string path, string full, DiskCampaignFiles files, ProblemList problems)
    {
        if (files.SizeOf(full) is not { } size)
        {
            string what = files.IsDirectory(full) ? "this is a directory" : "there is no such file";
            problems.Error(new Place(path, 1, 1), what, "name a campaign file");
            return null;
        }

        return IsTooLarge(size, path, problems) ? null : SourceText.Decode(files.Read(full), path, problems);
    }

    private static bool IsTooLarge(long bytes, string file, ProblemList problems)
    {
        if (bytes <= SourceText.MaxCampaignBytes)
        {
            return false;
        }

        problems.Error(
            new Place(file, 1, 1),
            $"the file has {Wording.Size(bytes)}",
            $"a campaign file has at most {Wording.Size(SourceText.MaxCampaignBytes)}; put parameter tables into a CSV file");
        return true;
    }
}
