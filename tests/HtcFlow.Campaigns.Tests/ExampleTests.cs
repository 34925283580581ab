using HtcFlow.Testing;

namespace HtcFlow.Campaigns.Tests;

/// <summary>The example campaigns are what newcomers copy from.</summary>
public sealed class ExampleTests
{
    private static readonly string s_folder = Path.Combine(SourceTree.Root, "workflows");

    public static TheoryData<string> Examples =>
        [.. Directory.EnumerateFiles(s_folder, "campaign.yaml", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(s_folder, path))];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Read_Example_HasNoProblems(string example)
    {
        string path = Path.Combine(s_folder, example);

        var reading = CampaignReader.Read(File.ReadAllText(path), example, Path.GetDirectoryName(path)!, [], new BuiltFiles());

        Assert.Equal("", string.Join('\n', reading.Problems));
        Assert.NotNull(reading.Spec);
    }

    /// <summary>The files of the checkout, and with them the programs that its build would make.</summary>
    private sealed class BuiltFiles : ICampaignFiles
    {
        private readonly DiskCampaignFiles _disk = new();
        private readonly string _built = Path.Combine(SourceTree.Root, "artifacts") + "/";

        public long? SizeOf(string path) => _disk.SizeOf(path) ?? (path.StartsWith(_built, StringComparison.Ordinal) ? 1 : null);

        public bool IsDirectory(string path) => _disk.IsDirectory(path);

        public byte[] Read(string path) => _disk.Read(path);
    }
}
