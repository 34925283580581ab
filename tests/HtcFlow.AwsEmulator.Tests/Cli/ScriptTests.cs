using System.Diagnostics;
using HtcFlow.AwsEmulator.Tests.Support;
using HtcFlow.Testing;

namespace HtcFlow.AwsEmulator.Tests.Cli;

/// <summary>The scripts that start and stop the emulator for people and other programs.</summary>
public sealed class ScriptTests
{
    [Fact]
    public async Task UpAndDown_WithOptions_GiveAnEndpointAndTakeItAway()
    {
        using var directory = new TempDirectory();
        string state = directory.At("aws");
        Dictionary<string, string> settings = await RunAsync("aws-up.sh", state, "--executor", "process", "--regions", "eu-west-1,us-east-1", "--set", "habits.reclaimNotice=\"00:00:20\"");
        Assert.Equal("eu-west-1", settings["AWS_REGION"]);
        var endpoint = new Uri(settings["AWS_ENDPOINT_URL"]);
        using var caller = new Caller(endpoint, TimeProvider.System, region: "eu-west-1");
        Assert.Equal(1, (await caller.OkAsync("DescribeJobQueues", new { })).GetProperty("jobQueues").GetArrayLength());
        using var http = new HttpClient();
        string options = await http.GetStringAsync(new Uri(endpoint, "/emulator/options"), TestContext.Current.CancellationToken);
        Assert.Contains("\"reclaimNotice\": \"00:00:20\"", options, StringComparison.Ordinal);
        Assert.Equal(settings, await RunAsync("aws-up.sh", state));

        await RunAsync("aws-down.sh", state);
        Assert.False(Directory.Exists(state));
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(new Uri(endpoint, "/emulator"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task CommandLine_WhatIsNone_IsRefusedInWords()
    {
        using var directory = new TempDirectory();
        string state = directory.At("aws");
        Assert.Contains("no option 'lag'", await FailAsync(state, "--set", "habits.lag=1"), StringComparison.Ordinal);
        Assert.Contains("There is no option --nothing", await FailAsync(state, "--nothing", "1"), StringComparison.Ordinal);
        await RunAsync("aws-down.sh", state);
    }

    private static async Task<Dictionary<string, string>> RunAsync(string script, params string[] words)
    {
        (int code, string output, string error) = await StartAsync(script, words);
        Assert.True(code == 0, $"{script}: {error}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line["export ".Length..].Split('=', 2))
            .ToDictionary(static parts => parts[0], static parts => parts[1], StringComparer.Ordinal);
    }

    private static async Task<string> FailAsync(params string[] words)
    {
        (int code, _, string error) = await StartAsync("aws-up.sh", words);
        Assert.Equal(1, code);
        return error;
    }

    private static async Task<(int Code, string Output, string Error)> StartAsync(string script, string[] words)
    {
        var start = new ProcessStartInfo(Path.Combine(SourceTree.Root, "tests", "engines", script), words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["AWS_OWNER"] = Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }
}
