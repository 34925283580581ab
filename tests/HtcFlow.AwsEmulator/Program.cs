using HtcFlow.AwsEmulator.Options;

namespace HtcFlow.AwsEmulator;

/// <summary>Starts an emulator that runs until it is interrupted.</summary>
internal static class Program
{
    private const int UsageExit = 2;

    private static async Task<int> Main(string[] arguments)
    {
        EmulatorOptions options;
        try
        {
            options = CommandLine.Read(arguments);
        }
        catch (Exception e) when (e is FormatException or IOException or ArgumentException)
        {
            await Console.Error.WriteLineAsync($"{e.Message}\n{CommandLine.Usage}").ConfigureAwait(false);
            return UsageExit;
        }

        await using EmulatorHost host = await EmulatorHost.StartAsync(options, TimeProvider.System).ConfigureAwait(false);
        AccessKeyOptions key = options.Keys[0];
        string endpoint = host.Endpoint.OriginalString.TrimEnd('/');
        Console.WriteLine($"""
            export AWS_ENDPOINT_URL={endpoint}
            export AWS_ACCESS_KEY_ID={key.Id}
            export AWS_SECRET_ACCESS_KEY={key.Secret}
            export AWS_REGION={options.Regions[0]}
            export AWS_DEFAULT_REGION={options.Regions[0]}
            # aws --endpoint-url {endpoint} batch describe-job-queues
            # curl {endpoint}/emulator
            """);
        await host.WaitAsync().ConfigureAwait(false);
        return 0;
    }
}
