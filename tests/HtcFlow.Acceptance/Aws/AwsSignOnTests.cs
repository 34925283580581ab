using HtcFlow.Acceptance.Clusters;
using HtcFlow.Testing;
using HtcFlow.Testing.Aws;
using HtcFlow.Testing.S3;

namespace HtcFlow.Acceptance.Aws;

/// <summary>A laptop in an institute: AWS under its own names through a proxy that TLS ends in, with an authority of its own and single sign-on.</summary>
public sealed class AwsSignOnTests
{
    private const string Region = "us-east-1";
    private const string Image = "images/hamr:1";
    private const string Profile = "institute";
    private const string Keys = "keys";
    private const string Login = "login";

    private static readonly string[][] s_sessions =
    [
        ["ASIASIGNONTESTFIRST1", "secret-of-the-first-session", "token-of-the-first-session"],
        ["ASIASIGNONTESTSECOND", "secret-of-the-second-session", "token-of-the-second-session"],
        ["ASIASIGNONTESTTHIRD1", "secret-of-the-third-session", "token-of-the-third-session"],
    ];

    // Keys end before their time, and then the login itself: the campaign waits for the user and goes on.
    [Fact]
    public async Task Campaign_KeysAndLoginEndInTheMiddle_GoesOnWhenTheUserHasLoggedInAgain()
    {
        S3Gateway gateway = S3Gateway.Shared;
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using var home = new TempDirectory();
        using var emulator = new AwsEmulatorProcess(Options(gateway));
        await using var portal = new SignOnPortal(now.AddHours(8), s_sessions[0]);
        await using var aws = new TlsFront(emulator.Endpoint, now, $"*.{Region}.amazonaws.com");
        await using var signOn = new TlsFront(portal.Address, now, $"portal.sso.{Region}.amazonaws.com");
        await using var proxy = new ConnectProxy(host =>
            host.StartsWith("portal.sso.", StringComparison.Ordinal) ? signOn.Endpoint
            : host.EndsWith(".amazonaws.com", StringComparison.Ordinal) ? aws.Endpoint
            : null);
        portal.WriteProfile(home.At(""), Profile, Region);
        string bundle = home.At("authority.pem");
        await File.WriteAllTextAsync(bundle, aws.CertificateText + "\n" + signOn.CertificateText, TestContext.Current.CancellationToken);
        using var run = new CampaignRun(
            await gateway.NewBucketAsync(TestContext.Current.CancellationToken), "aws-batch",
            $"queue: spot, image: \"{Image}\", profile: {Profile}, poll: 1s, search-lag: 2s",
            new Dictionary<string, string>
            {
                ["HOME"] = home.At(""),
                ["AWS_CONFIG_FILE"] = home.At(".aws/config"),
                ["AWS_REGION"] = "", // the profile says it
                ["HTTPS_PROXY"] = proxy.Address.OriginalString,
                ["AWS_CA_BUNDLE"] = bundle,
            })
        {
            Bits = 900,
            Queue = () => $"{emulator.Control("GET", "instances")}\n{emulator.Control("GET", "calls")}\n{emulator.LastWords(files: 6)}",
        };

        ClusterTrial.Survive(run, [Keys, Login], strike => () => Strike(strike, run, emulator, portal));

        Assert.Superset(new HashSet<string> { $"batch.{Region}.amazonaws.com", $"portal.sso.{Region}.amazonaws.com" }, proxy.Asked.ToHashSet());
        Assert.True(portal.Given >= 3, $"keys were given out {portal.Given} times");
        Assert.DoesNotContain("secret-of", run.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("token-of", run.Log, StringComparison.Ordinal);
    }

    private static void Strike(string strike, CampaignRun run, AwsEmulatorProcess emulator, SignOnPortal portal)
    {
        int next = strike == Keys ? 1 : 2;
        portal.IsLoggedOut = strike == Login;
        portal.Give(s_sessions[next]);
        emulator.Control("POST", "key", new { key = s_sessions[next - 1][0], isExpired = true });
        if (strike == Login)
        {
            SmallRun.WaitFor("the engine to ask for a login", () => run.Log.Contains("aws sso login", StringComparison.Ordinal), run.Scene);
            portal.IsLoggedOut = false;
        }
    }

    private static object Options(S3Gateway gateway) => new
    {
        executor = "process",
        images = new Dictionary<string, object> { [Image] = new { entrypoint = new[] { Products.Runner } } },
        regions = new[] { Region },
        keys = s_sessions.Select(static (session, at) => new { id = session[0], secret = session[1], sessionToken = session[2], name = $"submitter/{at}" }).ToArray(),
        jobEnvironment = new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = gateway.AccessKey,
            ["AWS_SECRET_ACCESS_KEY"] = gateway.SecretKey,
            // Nobody answers there, as behind a hop limit of 1: the runner does without.
            ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://127.0.0.1:9/",
        },
        habits = new { visibilityLag = "00:00:01", summaryLag = "00:00:01", queueingTime = "00:00:00.2", startingTime = "00:00:00.2" },
        world = new
        {
            instanceStart = "00:00:00.5",
            scalePeriod = "00:00:01",
            queues = new[] { new { name = "spot", instanceTypes = new[] { "c5.large" }, maxVcpus = 4 } },
        },
    };
}
