using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HtcFlow.Architecture;

/// <summary>The banned-symbol analyzer is fed its lists, and the lists name what they must.</summary>
public sealed class BannedSymbolTests
{
    [Theory]
    [InlineData("src/Directory.Build.props", "BannedSymbols.txt")]
    [InlineData("src/HtcFlow.Core/HtcFlow.Core.csproj", "BannedSymbols.Core.txt")]
    [InlineData("tests/Directory.Build.props", "BannedSymbols.Tests.txt")]
    public void Lists_AreWiredToTheirProjects(string project, string list)
    {
        Assert.Contains(
            Checkout.Xml(project).Descendants("AdditionalFiles"),
            file => file.Attribute("Include")!.Value.EndsWith("eng/" + list, StringComparison.Ordinal));
        Assert.NotEmpty(Checkout.Lines("eng/" + list));
    }

    [Theory]
    [InlineData("BannedSymbols.txt", "DateTime.Now", "DateTime.UtcNow", "DateTimeOffset.Now", "DateTimeOffset.UtcNow", "Thread.Sleep")]
    [InlineData("BannedSymbols.Core.txt", "TimeProvider.System", "Random.Shared", "Guid.NewGuid", "Task.Run", "Task.Delay")]
    [InlineData("BannedSymbols.Core.txt", "Threading.Thread;", "IO.File;", "IO.Directory;", "Process;", "Environment;", "Console;")]
    [InlineData("BannedSymbols.Tests.txt", "Thread.Sleep", "Task.Delay")]
    public void Lists_Name_WhatTheDesignBans(string list, params string[] symbols)
    {
        string text = Checkout.Text("eng/" + list);
        Expect.None($"Missing from {list}.", symbols.Where(symbol => !text.Contains(symbol, StringComparison.Ordinal)));
    }

    [Fact]
    public void Analyzers_ArePartOfEveryProject() =>
        Assert.Contains(
            Checkout.Xml("Directory.Packages.props").Descendants("GlobalPackageReference"),
            static package => package.Attribute("Include")!.Value == "Microsoft.CodeAnalysis.BannedApiAnalyzers");

    // The analyzer sees what compiles; this sees a waiver as well.
    [Fact]
    public void Tests_NeverSleep() =>
        Expect.None(
            "Advance FakeTimeProvider or await the event; only Acceptance and Benchmarks wait for the world.",
            from file in Checkout.Tests
            where file.Project is not ("HtcFlow.Acceptance" or "HtcFlow.Benchmarks")
            from call in file.All<InvocationExpressionSyntax>()
            where IsSleep(call)
            select $"{file.At(call)} {call}");

    // Task.Delay with a TimeProvider is driven by the test's own clock.
    private static bool IsSleep(InvocationExpressionSyntax call) => call.Expression.ToString() switch
    {
        "Thread.Sleep" or "System.Threading.Thread.Sleep" => true,
        "Task.Delay" => call.ArgumentList.Arguments.Skip(1).All(static argument =>
            argument.ToString().Contains("oken", StringComparison.Ordinal)),
        _ => false,
    };
}
