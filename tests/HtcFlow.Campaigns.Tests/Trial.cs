using HtcFlow.Core.Campaigns;

namespace HtcFlow.Campaigns.Tests;

/// <summary>Reads campaigns from memory, with a few files beside them.</summary>
internal static class Trial
{
    /// <summary>Directory that the campaigns seem to stand in.</summary>
    public const string Directory = "/campaigns/demo";

    /// <summary>A campaign that needs nothing else, up to its stages.</summary>
    public const string Head = "campaign: demo\nstore: ./results\nstages:\n";

    /// <summary>The files beside every campaign.</summary>
    public static MemoryCampaignFiles Files() => new MemoryCampaignFiles()
        .Add(Directory + "/grains.txt", "1 2 3\n")
        .Add(Directory + "/write.in", "density = ${density}\nseed = ${seed:04}\n")
        .Add(Directory + "/plain.in", "index = ${task.index}\n")
        .Add(Directory + "/points.csv", "x,y\n1,2\n3,4\n")
        .Add(Directory + "/bin/solver", "program")
        .Add(Directory + "/bin/solver-avx2", "program");

    /// <summary>Reads a text.</summary>
    public static CampaignReading Read(string text, params string[] overrides) => Read(text, Files(), overrides);

    /// <summary>Reads a text with files of the test's own.</summary>
    public static CampaignReading Read(string text, ICampaignFiles files, params string[] overrides) =>
        CampaignReader.Read(text, "campaign.yaml", Directory, overrides, files);

    /// <summary>Reads a text that must be sound.</summary>
    public static CampaignSpec Sound(string text, params string[] overrides)
    {
        var reading = Read(text, overrides);
        Assert.Equal("", string.Join('\n', reading.Problems));
        return reading.Spec!;
    }

    /// <summary>A campaign of one stage named <c>one</c>; each line is one of its keys.</summary>
    public static string Stage(params string[] lines)
    {
        string command = Array.Exists(lines, line => line.StartsWith("command:", StringComparison.Ordinal)) ? "" : "    command: [simulate]\n";
        return Head + "  one:\n" + command + string.Concat(lines.Select(line => "    " + line.Replace("\n", "\n    ", StringComparison.Ordinal) + "\n"));
    }

    /// <summary>The stage of <see cref="Stage"/>, which must be sound.</summary>
    public static StageSpec SoundStage(params string[] lines) => Assert.Single(Sound(Stage(lines)).Stages);

    /// <summary>For a snapshot: each case's text as a heading, its problems below.</summary>
    public static string Transcript(IEnumerable<(string Case, CampaignReading Reading)> cases)
    {
        var parts = cases.Select(item =>
        {
            Assert.True(item.Reading.Spec is null == item.Reading.Problems.Any(p => p.Severity == Severity.Error), item.Case);
            string problems = item.Reading.Problems.Count == 0 ? "  (no problem)" : string.Join('\n', item.Reading.Problems.Select(p => "  " + p));
            return $"# {item.Case}\n{problems}\n";
        });
        return string.Join('\n', parts);
    }

    /// <summary>For a snapshot: every case is one stage's lines.</summary>
    public static string StageTranscript(params string[][] cases) => Transcript(cases.Select(lines =>
        (string.Join(" | ", lines).Replace("\n", "\\n", StringComparison.Ordinal), Read(Stage(lines)))));
}
