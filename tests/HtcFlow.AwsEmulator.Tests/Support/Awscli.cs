using System.Diagnostics;
using System.Text.Json;
using HtcFlow.Testing.S3;

namespace HtcFlow.AwsEmulator.Tests.Support;

/// <summary>The stock command line of AWS as Debian packs it.</summary>
internal static class Awscli
{
    private const string Program = "/usr/bin/aws";

    /// <summary>Runs a command and gives its exit code and words.</summary>
    /// <exception cref="EngineMissingException">It is not installed.</exception>
    public static async Task<(int Code, string Output, string Error)> RunAsync(Uri endpoint, params string[] words)
    {
        if (!File.Exists(Program))
        {
            throw new EngineMissingException("awscli is not installed; as root: scripts/setup.sh aws");
        }

        var start = new ProcessStartInfo(Program, [.. words, "--endpoint-url", endpoint.OriginalString, "--output", "json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach ((string name, string value) in Environment(endpoint))
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }

    /// <summary>Runs a command that must succeed and gives what it prints.</summary>
    public static async Task<JsonElement> OkAsync(Uri endpoint, params string[] words)
    {
        (int code, string output, string error) = await RunAsync(endpoint, words);
        Assert.True(code == 0, $"aws {string.Join(' ', words)}: {error}");
        using JsonDocument document = JsonDocument.Parse(output.Length == 0 ? "{}" : output);
        return document.RootElement.Clone();
    }

    private static Dictionary<string, string> Environment(Uri endpoint) => new()
    {
        ["AWS_ACCESS_KEY_ID"] = Options.AccessKeyOptions.DefaultId,
        ["AWS_SECRET_ACCESS_KEY"] = Options.AccessKeyOptions.DefaultSecret,
        ["AWS_REGION"] = "us-east-1",
        ["AWS_CONFIG_FILE"] = "/dev/null",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_MAX_ATTEMPTS"] = "1",
        ["AWS_PAGER"] = "",
        ["AWS_ENDPOINT_URL"] = "",
        ["NO_PROXY"] = endpoint.Host,
    };
}
