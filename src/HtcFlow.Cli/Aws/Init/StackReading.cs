using System.Globalization;
using System.Text.RegularExpressions;

namespace HtcFlow.Cli.Aws.Init;

/// <summary>Checks what a person asks for and makes a stack of it. Pure.</summary>
internal static partial class StackReading
{
    /// <summary>What the root volume of the machine images needs, in GiB.</summary>
    public const int LeastRoot = 30;

    private const string StandardTypes = "c5,c6i,m5,m6i,r5,r6i";
    private const string Gp3 = "ebs-gp3:";

    // The largest volume of its kind.
    private const int MostRoot = 16_384;
    private const int MostVcpus = 1_000_000;
    private const int MostDays = 3_650;

    // Networks of a stack are cut into eight subnets.
    private const int MostZones = 8;

    /// <summary>Reads a request; the first thing that is wrong comes back with what to do.</summary>
    public static AwsStack? Read(InitRequest request, out (string Problem, string Help) wrong)
    {
        string[] zones = List(request.Zones);
        string[] subnets = List(request.Subnets);
        ScratchKind? scratch = ScratchOf(request.Scratch, out int root);
        (string Prefix, int Days)? expire = ExpireOf(request.Expire);
        (string Problem, string Help)? problem = NameProblem(request.Name)
            ?? AwsRegions.Check(request.Region)
            ?? Unless(request.Account.Length == 0 || AccountShape().IsMatch(request.Account), $"'{request.Account}' is no account", "accounts are twelve digits; `aws sts get-caller-identity` tells yours")
            ?? Unless(scratch is not null, $"'{request.Scratch}' is no scratch space", $"say none, instance-store, or {Gp3} and a size of {LeastRoot} to {MostRoot} GiB such as {Gp3}200")
            ?? TypesProblem(request, scratch == ScratchKind.InstanceStore)
            ?? Unless(request.MaxVcpus is >= 1 and <= MostVcpus, $"{request.MaxVcpus} vCPUs cannot be had", $"--max-vcpus lies between 1 and {MostVcpus}")
            ?? NetworkProblem(request, zones, subnets)
            ?? BucketProblem(request.Bucket)
            ?? Unless(expire is not null, $"'{request.Expire}' does not say what is to go when", "write --expire prefix/:30, the prefix and the days");
        wrong = problem ?? default;
        return problem is not null ? null : new AwsStack
        {
            Name = request.Name,
            Region = request.Region,
            Account = request.Account,
            Sets = SetsOf(request),
            MaxVcpus = request.MaxVcpus,
            Zones = zones,
            Subnets = subnets,
            Vpc = request.Vpc,
            Bucket = request.Bucket == "new" ? "" : request.Bucket,
            Scratch = scratch!.Value,
            RootGibibytes = root,
            ExpirePrefix = expire!.Value.Prefix,
            ExpireDays = expire.Value.Days,
            AllowsTerminate = request.AllowsTerminate,
            AllowsCalibrate = request.AllowsCalibrate,
        };
    }

    private static (string, string)? Unless(bool isGood, string problem, string help) => isGood ? null : (problem, help);

    private static (string, string)? NameProblem(string name) => NameShape().IsMatch(name) && !name.Contains("--", StringComparison.Ordinal)
        ? null
        : ($"'{name}' cannot be the name of a stack", "write 2 to 30 small letters, digits and '-', a letter first, no '-' last");

    private static (string, string)? TypesProblem(InitRequest request, bool needsDisks)
    {
        foreach (string words in Asked(request))
        {
            string[] types = List(words);
            if (types.Length == 0)
            {
                return ("--types names none", "write families such as c5 or types such as c5.4xlarge, joined by commas");
            }

            if (InstanceTypeNames.Check(types, needsDisks) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static (string, string)? NetworkProblem(InitRequest request, string[] zones, string[] subnets) =>
        subnets.Length > 0 && (request.WantsNetwork || zones.Length > 0) ? ("--subnets name a network that is there, --new-vpc and --zones make one", "say one or the other")
        : subnets.FirstOrDefault(static id => !SubnetShape().IsMatch(id)) is { } subnet ? ($"'{subnet}' is no subnet", "subnets are named like subnet-0a1b2c3d4e5f60718; `aws ec2 describe-subnets` lists them")
        : subnets.Length > 0 && request.Vpc.Length == 0 ? ("the network of the subnets is not named", "say --vpc vpc-...; `aws ec2 describe-subnets` tells it")
        : request.Vpc.Length > 0 && subnets.Length == 0 ? ("--vpc names a network without subnets", "say --subnets subnet-...,subnet-... too, or leave --vpc out for a new network")
        : request.Vpc.Length > 0 && !VpcShape().IsMatch(request.Vpc) ? ($"'{request.Vpc}' is no network", "networks are named like vpc-0a1b2c3d4e5f60718")
        : zones.FirstOrDefault(zone => !AwsRegions.IsZoneOf(zone, request.Region)) is { } zone ? ($"'{zone}' is no zone of {request.Region}", $"zones are named like {request.Region}a")
        : zones.GroupBy(static zone => zone).FirstOrDefault(static group => group.Count() > 1) is { } twice ? ($"the zone '{twice.Key}' stands twice in --zones", "name each zone once")
        : zones.Length > MostZones ? ($"--zones names {zones.Length} zones", $"a network of a stack has at most {MostZones}")
        : null;

    private static (string, string)? BucketProblem(string bucket) => bucket == "new" || BucketName.Problem(bucket) is not { } problem
        ? null
        : ($"'{bucket}' cannot be a bucket: {problem}", "name a bucket that is there without s3://, or say --bucket new");

    private static ScratchKind? ScratchOf(string text, out int gibibytes)
    {
        gibibytes = 0;
        return text switch
        {
            "none" => ScratchKind.None,
            "instance-store" => ScratchKind.InstanceStore,
            _ when text.StartsWith(Gp3, StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(Gp3.Length), NumberStyles.None, CultureInfo.InvariantCulture, out gibibytes)
                && gibibytes is >= LeastRoot and <= MostRoot => ScratchKind.EbsGp3,
            _ => null,
        };
    }

    private static (string Prefix, int Days)? ExpireOf(string text)
    {
        int cut = text.LastIndexOf(':');
        return text.Length == 0 ? ("", 0)
            : cut > 0 && PrefixShape().IsMatch(text[..cut]) && int.TryParse(text.AsSpan(cut + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days is >= 1 and <= MostDays
                ? (text[..cut].TrimEnd('/') + "/", days)
                : null;
    }

    // A set is known by its first type; a second set that begins alike gets a number.
    private static List<TypeSet> SetsOf(InitRequest request)
    {
        string[][] all = [.. Asked(request).Select(static words => List(words).Distinct().ToArray())];
        if (all.Length == 1)
        {
            return [new TypeSet(request.Name, "", all[0])];
        }

        var sets = new List<TypeSet>();
        foreach (string[] types in all)
        {
            string first = types[0].Replace('.', '-');
            int before = all.Take(sets.Count).Count(other => other[0] == types[0]);
            string label = before == 0 ? first : $"{first}-{before + 1}";
            sets.Add(new TypeSet($"{request.Name}-{label}", label, types));
        }

        return sets;
    }

    private static IReadOnlyList<string> Asked(InitRequest request) => request.Types.Count == 0 ? [StandardTypes] : request.Types;

    private static string[] List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex("^[a-z][a-z0-9-]{0,28}[a-z0-9]$")]
    private static partial Regex NameShape();

    [GeneratedRegex("^[0-9]{12}$")]
    private static partial Regex AccountShape();

    [GeneratedRegex("^subnet-([0-9a-f]{8}|[0-9a-f]{17})$", RegexOptions.ExplicitCapture)]
    private static partial Regex SubnetShape();

    [GeneratedRegex("^vpc-([0-9a-f]{8}|[0-9a-f]{17})$", RegexOptions.ExplicitCapture)]
    private static partial Regex VpcShape();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9/_.=-]{0,255}$")]
    private static partial Regex PrefixShape();
}
