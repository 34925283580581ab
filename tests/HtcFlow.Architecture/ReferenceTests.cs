namespace HtcFlow.Architecture;

/// <summary>Who may know whom. The arrows are the design; a new one is a decision for ARCHITECTURE.md.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> s_edges = new(StringComparer.Ordinal)
    {
        ["HtcFlow.Core"] = [],
        ["HtcFlow.Campaigns"] = ["HtcFlow.Core"],
        ["HtcFlow.Objects"] = ["HtcFlow.Core"],
        ["HtcFlow.Aws"] = ["HtcFlow.Core"],
        ["HtcFlow.Engine"] = ["HtcFlow.Core"],
        ["HtcFlow.Backends"] = ["HtcFlow.Aws", "HtcFlow.Core"],
        ["HtcFlow.Forecast"] = ["HtcFlow.Core", "HtcFlow.Engine", "HtcFlow.Backends"],
        ["HtcFlow.Runner"] = ["HtcFlow.Core", "HtcFlow.Objects"],
        ["HtcFlow.Cli"] = ["HtcFlow.Core", "HtcFlow.Aws", "HtcFlow.Campaigns", "HtcFlow.Objects", "HtcFlow.Engine", "HtcFlow.Backends", "HtcFlow.Forecast"],
    };

    [Fact]
    public void ProductProjects_References_AreExactlyTheArrowsOfTheDesign()
    {
        string[] projects = [.. Checkout.Projects.Where(static path => path.StartsWith("src/", StringComparison.Ordinal))];
        Assert.Equal(s_edges.Keys.Order(StringComparer.Ordinal), projects.Select(NameOf).Order(StringComparer.Ordinal));
        foreach (string project in projects)
        {
            Assert.Equal(s_edges[NameOf(project)].Order(StringComparer.Ordinal), References(project).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void TestProjects_References_AreTheirSubjectAndTheTestSupport() =>
        Expect.None(
            "A test project knows its subject, HtcFlow.Testing and HtcFlow.AwsEmulator; whole-engine tests also know Backends and Objects.",
            from project in Checkout.Projects
            let name = NameOf(project)
            where name.EndsWith(".Tests", StringComparison.Ordinal)
            let subject = name[..^".Tests".Length]
            let allowed = subject == "HtcFlow.Engine"
                ? new[] { subject, "HtcFlow.Testing", "HtcFlow.AwsEmulator", "HtcFlow.Backends", "HtcFlow.Objects" }
                : [subject, "HtcFlow.Testing", "HtcFlow.AwsEmulator"]
            from reference in References(project)
            where !allowed.Contains(reference)
            select $"{name} -> {reference}");

    [Fact]
    public void EveryProductProject_Tests_HaveAProjectOfTheSameName() =>
        Expect.None(
            "Every project under src/ has a test project.",
            s_edges.Keys.Where(static name => !Checkout.Has($"tests/{name}.Tests/{name}.Tests.csproj")));

    [Fact]
    public void Core_Packages_None() =>
        Assert.Empty(Checkout.Xml("src/HtcFlow.Core/HtcFlow.Core.csproj").Descendants("PackageReference"));

    [Fact]
    public void ProjectFiles_Names_AreTheirFolders() =>
        Expect.None(
            "A project file has the name of its folder.",
            Checkout.Projects.Where(static path => path.Split('/') is not [_, var folder, var file] || file != folder + ".csproj"));

    private static IEnumerable<string> References(string project) =>
        Checkout.Xml(project).Descendants("ProjectReference").Select(static reference => NameOf(reference.Attribute("Include")!.Value));

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));
}
