using System.Text.Json;

namespace HtcFlow.Architecture;

/// <summary>What the contributing guide says about the build is what the build does.</summary>
public sealed class BuildSettingTests
{
    [Theory]
    [InlineData("Directory.Build.props", "Nullable", "enable")]
    [InlineData("Directory.Build.props", "TreatWarningsAsErrors", "true")]
    [InlineData("Directory.Build.props", "AnalysisLevel", "latest-recommended")]
    [InlineData("Directory.Build.props", "EnforceCodeStyleInBuild", "true")]
    [InlineData("Directory.Build.props", "RestorePackagesWithLockFile", "true")]
    [InlineData("Directory.Packages.props", "ManagePackageVersionsCentrally", "true")]
    [InlineData("Directory.Packages.props", "CentralPackageTransitivePinningEnabled", "true")]
    [InlineData("src/HtcFlow.Core/HtcFlow.Core.csproj", "RequireXmlDocs", "true")]
    public void Settings_AreOn(string file, string name, string value) => Assert.Equal(value, Checkout.Property(file, name));

    [Fact]
    public void Projects_DoNotUndoTheSettings() =>
        Expect.None(
            "These settings stand in the shared properties files only.",
            from project in Checkout.Projects
            from element in Checkout.Xml(project).Descendants()
            where element.Name.LocalName is "Nullable" or "TreatWarningsAsErrors" or "AnalysisLevel" or "NoWarn" or "EnforceCodeStyleInBuild"
                or "RunAnalyzers" or "WarningsNotAsErrors"
            select $"{project}: {element.Name.LocalName}");

    [Fact]
    public void Packages_Versions_StandInOnePlace() =>
        Expect.None(
            "Versions stand in Directory.Packages.props.",
            from project in Checkout.Projects
            from package in Checkout.Xml(project).Descendants("PackageReference")
            where package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null
            select $"{project}: {package.Attribute("Include")?.Value}");

    [Fact]
    public void Packages_Versions_AreAllUsed()
    {
        HashSet<string?> used =
            [.. Checkout.Projects.Append("tests/Directory.Build.props")
                .SelectMany(static project => Checkout.Xml(project).Descendants("PackageReference"))
                .Select(static package => package.Attribute("Include")?.Value)];
        Expect.None(
            "No project references these packages.",
            Checkout.Xml("Directory.Packages.props").Descendants("PackageVersion")
                .Select(static package => package.Attribute("Include")!.Value)
                .Where(package => !used.Contains(package)));
    }

    [Fact]
    public void Projects_HaveLockFiles() =>
        Expect.None(
            "Commit the packages.lock.json that a restore writes.",
            Checkout.Projects.Where(static project => !Checkout.Has(Path.GetDirectoryName(project) + "/packages.lock.json")));

    [Fact]
    public void Projects_AreInTheSolution()
    {
        string solution = Checkout.Text("HtcFlow.sln").Replace('\\', '/');
        Expect.None("dotnet sln add", Checkout.Projects.Where(project => !solution.Contains(project, StringComparison.Ordinal)));
    }

    [Fact]
    public void Sdk_IsPinned()
    {
        using var json = JsonDocument.Parse(Checkout.Text("global.json"));
        JsonElement sdk = json.RootElement.GetProperty("sdk");
        Assert.True(Version.TryParse(sdk.GetProperty("version").GetString(), out _));
        Assert.Equal("latestPatch", sdk.GetProperty("rollForward").GetString());
        Assert.Equal("Microsoft.Testing.Platform", json.RootElement.GetProperty("test").GetProperty("runner").GetString());
    }

    [Fact]
    public void EditorConfig_IsShort() => Assert.InRange(Checkout.Lines(".editorconfig").Length, 1, 80);
}
