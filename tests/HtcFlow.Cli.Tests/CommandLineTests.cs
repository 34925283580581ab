using HtcFlow.Testing;

namespace HtcFlow.Cli.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Help_Root_ShowsExamplesAndExitCodes()
    {
        using var bench = new Bench();
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("--help"));
        Snapshot.Match(bench.Out.Replace("HtcFlow.Cli.Tests", "htcflow", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NoArguments_ShowTheHelp()
    {
        using var bench = new Bench();
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync());
        Assert.Contains("Exit codes:", bench.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sumbit x", "unknown command 'sumbit'", "did you mean 'submit'?")]
    [InlineData("submit --wathc x", "unknown option '--wathc'", "did you mean '--watch'?")]
    [InlineData("submit x y", "'submit' does not take 'y'", "`htcflow submit --help`")]
    [InlineData("submit", "required argument missing", "`htcflow submit --help`")]
    [InlineData("logs a b c", "'c' is not the number of a task", "`htcflow logs --help`")]
    [InlineData("completion tcsh", "'tcsh'", "`htcflow completion --help`")]
    public async Task WrongCommandLine_NearestRightOne_IsSuggested(string line, string what, string help)
    {
        using var bench = new Bench();
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync(line.Split(' ')));
        Assert.Contains(what, bench.Err, StringComparison.Ordinal);
        Assert.Contains(help, bench.Err, StringComparison.Ordinal);
        Assert.Empty(bench.Out);
    }

    [Fact]
    public async Task WrongCommandLine_Json_HasTheSameFields()
    {
        using var bench = new Bench();
        await bench.RunAsync("nosuch", "--json");
        Assert.Equal("{\"error\":\"unknown command 'nosuch'\",\"help\":\"`htcflow --help` shows what it takes\",\"exitCode\":2}\n", bench.Err);
    }

    [Fact]
    public async Task Bug_InternalError_LeavesDetailsInTheHome()
    {
        using var bench = new Bench();
        using var output = new StringWriter();
        using var errors = new StringWriter();
        CommandContext context = bench.Context(output, errors);
        context = context with { Parts = context.Parts with { OpenStore = _ => throw new InvalidOperationException("seven is odd") } };
        int code = await CommandLine.RunAsync(["submit", bench.WriteCampaign()], context);
        Assert.Equal(ExitCodes.Internal, code);
        Assert.Contains("error: internal error: seven is odd", errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("   at ", File.ReadAllText(Assert.Single(Directory.GetFiles(bench.Home, "internal-error-*"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("htcflow st", "status")]
    [InlineData("htcflow status ", "trial")]
    [InlineData("htcflow tasks trial --state f", "failed")]
    [InlineData("htcflow tasks trial --stage ", "write")]
    [InlineData("htcflow logs trial ", "read")]
    [InlineData("htcflow submit campaign.yaml --backend ", "slurm")]
    public async Task Suggest_CommandsStatesAndCampaigns_AreCompleted(string line, string expected)
    {
        using var bench = new Bench();
        await bench.RunAsync("submit", bench.WriteCampaign());
        await bench.RunAsync($"[suggest:{line.Length}]", line);
        Assert.Contains(expected, bench.Out.Split('\n'));
    }

    [Fact]
    public async Task Documents_Commands_NameEveryVerbAndExitCode()
    {
        string text = await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "docs", "commands.md"), TestContext.Current.CancellationToken);
        using var bench = new Bench();
        foreach (string verb in CommandLine.Root(bench.Context(TextWriter.Null, TextWriter.Null)).Subcommands.Select(c => c.Name))
        {
            Assert.Contains($"## {verb}", text, StringComparison.Ordinal);
        }

        Assert.All(ExitCodes.All, code => Assert.Contains($"| {code.Code} |", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Completion_Shell_AsksHtcflow(string shell)
    {
        using var bench = new Bench();
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("completion", shell));
        Assert.Contains("[suggest:", bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_IsJson()
    {
        using var bench = new Bench();
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("schema"));
        using var document = System.Text.Json.JsonDocument.Parse(bench.Out);
        Assert.Equal(System.Text.Json.JsonValueKind.Object, document.RootElement.ValueKind);
    }
}
