using HtcFlow.Aws;
using HtcFlow.Backends.AwsBatch;
using HtcFlow.Campaigns;
using HtcFlow.Cli.Clusters;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Cli.Aws;

/// <summary>Turns the options of a campaign file into those of the backend for AWS Batch.</summary>
internal static class AwsBatchSetup
{
    /// <summary>Name of the backend.</summary>
    public const string Kind = "aws-batch";

    /// <summary>Says why the backend cannot be opened, as far as that is seen without asking AWS; null when it can.</summary>
    public static FaultException? Examine(BackendSpec backend, string store)
    {
        IEnumerable<(string Name, ClusterSettings Settings)> places = backend.Targets is { Count: > 0 } targets
            ? targets.Select(target => (target.Name, ClusterSettings.Of(backend, target)))
            : [("", ClusterSettings.Of(backend))];
        foreach ((string name, ClusterSettings settings) in places.Where(static place => place.Settings.Text("image").Length == 0))
        {
            return new FaultException(
                FaultKind.Broken, "use backend", name.Length == 0 ? Kind : name, "it needs an image whose entry point is htcflow-runner; write image: <registry>/<name>:<tag> under 'aws-batch'");
        }

        return store.StartsWith(S3Address.Scheme, StringComparison.Ordinal)
            ? null
            : new FaultException(FaultKind.Broken, "use store", store, "containers on AWS cannot reach a directory of this machine; write store: s3://bucket/prefix");
    }

    /// <summary>The backend's options.</summary>
    /// <param name="context">The world of the command.</param>
    /// <param name="backend">The backend as the campaign has it.</param>
    public static AwsBatchOptions Of(CommandContext context, BackendSpec backend) => Of(context, ClusterSettings.Of(backend)) with
    {
        Targets = (backend.Targets ?? []).ToDictionary(
            static target => target.Name, target => Of(context, ClusterSettings.Of(backend, target)), StringComparer.Ordinal),
    };

    /// <summary>The services of the account and region of one target.</summary>
    public static AwsServices Services(CommandContext context, AwsBatchOptions options) => AwsServices.Open(
        new AwsOptions
        {
            Profile = options.Profile.Length == 0 ? null : options.Profile,
            Region = options.Region.Length == 0 ? null : options.Region,
            Endpoint = options.Endpoint,
        },
        context.Time,
        context.Parts.Dice);

    private static AwsBatchOptions Of(CommandContext context, ClusterSettings settings)
    {
        var usual = new AwsBatchOptions { Queue = settings.Text("queue"), Image = settings.Text("image") };
        return usual with
        {
            Region = settings.Text("region"),
            Profile = settings.Text("profile"),
            Endpoint = settings.Text("endpoint") is { Length: > 0 } endpoint ? new Uri(endpoint) : null,
            JobRole = settings.Text("job-role"),
            ExecutionRole = settings.Text("execution-role"),
            Share = settings.Text("share"),
            Priority = settings.Text("priority").Length == 0 ? null : settings.Number("priority"),
            Tags = settings.Words("tags").Select(static tag => tag.Split('=', 2)).ToDictionary(static tag => tag[0], static tag => tag[1], StringComparer.Ordinal),
            Scratch = settings.Text("scratch"),
            Cache = settings.Text("cache"),
            TerminatesHosts = settings.Flag("terminate-slow-hosts"),
            Environment = settings.Runner(context.Environment),
            MostTerminations = settings.Text("terminations-per-hour").Length == 0 ? usual.MostTerminations : settings.Number("terminations-per-hour"),
            PollInterval = DurationText.Parse(settings.Text("poll")) ?? usual.PollInterval,
            SearchLag = DurationText.Parse(settings.Text("search-lag")) ?? usual.SearchLag,
        };
    }
}
