using System.Globalization;
using System.Text;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Signing;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Metadata;

/// <summary>The metadata service (IMDSv2) of every instance, each at a path of its own: <c>/imds/i-0123.../latest/...</c>.</summary>
internal sealed class MetadataService(Emulator emulator)
{
    private const string Root = "/imds/";
    private const string TokenHeader = "x-aws-ec2-metadata-token";
    private const int LongestLife = 21_600;

    private readonly Dictionary<string, (string Instance, DateTimeOffset Until)> _tokens = new(StringComparer.Ordinal);
    private int _given;

    /// <summary>Whether a path is one of an instance.</summary>
    public static bool Owns(string path) => path.StartsWith(Root, StringComparison.Ordinal);

    /// <summary>Path of an instance's service.</summary>
    public static string PathOf(Instance instance) => Root + instance.Id;

    /// <summary>Whether requests are to be left without an answer: the packets do not come back.</summary>
    public bool IsSilent => emulator.Options.Habits.IsMetadataBlocked;

    /// <summary>Answers a request.</summary>
    public Reply Answer(SignedRequest request) => emulator.Agenda.Do(() => AnswerHere(request));

    private Reply AnswerHere(SignedRequest request)
    {
        string[] parts = request.Path[Root.Length..].Split('/', 2);
        Instance? instance = emulator.Regions.Values.Select(region => region.Fleet.Find(parts[0])).FirstOrDefault(static found => found is not null);
        string path = parts.Length > 1 ? parts[1] : "";
        if (instance is null || instance.State is InstanceState.Pending or InstanceState.Terminated)
        {
            return Text(503, "");
        }

        if (path == "latest/api/token")
        {
            return request.Method == "PUT" ? GiveToken(request, instance) : Text(405, "");
        }

        string token = request.Header(TokenHeader);
        bool isKnown = _tokens.TryGetValue(token, out (string Instance, DateTimeOffset Until) known)
            && known.Instance == instance.Id && known.Until > emulator.Agenda.Now;
        return !isKnown ? Text(401, "") : Find(instance, path) is { } text ? Text(200, text) : Text(404, "");
    }

    private Reply GiveToken(SignedRequest request, Instance instance)
    {
        if (!int.TryParse(request.Header(TokenHeader + "-ttl-seconds"), NumberStyles.None, CultureInfo.InvariantCulture, out int life)
            || life is < 1 or > LongestLife)
        {
            return Text(400, "");
        }

        string token = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{instance.Id}/{++_given}"));
        _tokens[token] = (instance.Id, emulator.Agenda.Now + TimeSpan.FromSeconds(life));
        return Text(200, token);
    }

    private string? Find(Instance instance, string path) => path switch
    {
        "latest/meta-data/spot/instance-action" when instance.ActionAt is { } at => $$"""{"action":"terminate","time":"{{Moment(at)}}"}""",
        "latest/meta-data/spot/termination-time" when instance.ActionAt is { } at => Moment(at),
        "latest/meta-data/events/recommendations/rebalance" when (instance.RebalanceAt ?? instance.NoticedAt) is { } at => $$"""{"noticeTime":"{{Moment(at)}}"}""",
        "latest/meta-data/instance-type" => instance.Type.Name,
        "latest/meta-data/instance-id" => instance.Id,
        "latest/meta-data/ami-id" => "ami-0a1b2c3d4e5f60718",
        "latest/meta-data/placement/availability-zone" => instance.Zone,
        "latest/meta-data/placement/region" => instance.Region.Name,
        "latest/meta-data/instance-life-cycle" => instance.IsSpot ? "spot" : "on-demand",
        "latest/meta-data/autoscaling/target-lifecycle-state" => "InService",
        "latest/meta-data/" or "latest/meta-data" => "ami-id\nautoscaling/\nevents/\ninstance-id\ninstance-life-cycle\ninstance-type\nplacement/\nspot/",
        "latest/dynamic/instance-identity/document" => Identity(instance),
        _ => null,
    };

    private string Identity(Instance instance) => $$"""
        {
          "accountId" : "{{emulator.Options.AccountId}}",
          "architecture" : "{{instance.Type.Family.Architecture}}",
          "availabilityZone" : "{{instance.Zone}}",
          "imageId" : "ami-0a1b2c3d4e5f60718",
          "instanceId" : "{{instance.Id}}",
          "instanceType" : "{{instance.Type.Name}}",
          "pendingTime" : "{{Moment(instance.LaunchedAt)}}",
          "region" : "{{instance.Region.Name}}",
          "version" : "2017-09-30"
        }
        """;

    private string Moment(DateTimeOffset at) =>
        (at + emulator.Options.Habits.ClockOffset).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static Reply Text(int status, string text) => new(status, "text/plain", Encoding.UTF8.GetBytes(text));
}
