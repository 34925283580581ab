using System.Text;

namespace HtcFlow.Core.Wire;

/// <summary>The address of a store in an S3 bucket: <c>s3://bucket/prefix?endpoint=URL&amp;region=R&amp;style=path|virtual&amp;tag=checkpoints</c>.</summary>
/// <remarks>It stands in plans, orders and reports, so it may hold no secret: keys come from where each machine has them.</remarks>
public sealed record S3Address
{
    /// <summary>What addresses of this kind begin with.</summary>
    public const string Scheme = "s3://";

    /// <summary>What an address looks like, for messages.</summary>
    public const string Form = "s3://bucket/prefix?endpoint=URL&region=REGION&style=path";

    private const string KeyAdvice = "give keys by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile or a role";

    private const string Checkpoints = "checkpoints";

    private const int MinBucket = 3;
    private const int MaxBucket = 63;

    /// <summary>Name of the bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>What keys begin with, without slashes at its ends; empty for the whole bucket.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The server, for example <c>https://s3.example.org</c>; empty for what the machine's settings say, AWS by default.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Region to sign for; empty for what the machine's settings say.</summary>
    public string Region { get; init; } = "";

    /// <summary>Whether the bucket stands in the path (true) or in the host's name (false) of requests; null for what fits.</summary>
    public bool? PathStyle { get; init; }

    /// <summary>Whether objects of checkpoints bear <see cref="CheckpointTag"/>, so that rules of the bucket can expire them by themselves.</summary>
    public bool TagsCheckpoints { get; init; }

    /// <summary>Name and value of that tag.</summary>
    public static (string Key, string Value) CheckpointTag => ("htcflow", Checkpoints);

    /// <summary>Reads an address; null with a reason and an advice when it is none.</summary>
    public static S3Address? Parse(string text, out string problem, out string advice)
    {
        ArgumentNullException.ThrowIfNull(text);
        advice = $"write {Form}; all but the bucket may be left out";
        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
        {
            problem = "does not begin with s3://";
            return null;
        }

        string[] parts = text[Scheme.Length..].Split('?', 2);
        int slash = parts[0].IndexOf('/', StringComparison.Ordinal);
        string bucket = slash < 0 ? parts[0] : parts[0][..slash];
        string prefix = slash < 0 ? "" : parts[0][(slash + 1)..].Trim('/');
        if (bucket.Contains('@', StringComparison.Ordinal))
        {
            problem = "holds a user or a key, which does not belong into an address that plans and reports show";
            advice = KeyAdvice;
            return null;
        }

        problem = !IsBucket(bucket) ? "has no valid bucket name" : !IsPrefix(prefix) ? "has a prefix with an empty, '.' or '..' part or a control character" : "";
        return problem.Length > 0
            ? null
            : parts.Length == 1
                ? new S3Address { Bucket = bucket, Prefix = prefix }
                : WithOptions(new S3Address { Bucket = bucket, Prefix = prefix }, parts[1], out problem, ref advice);
    }

    /// <summary>Where something below a store is, in words for people: options of the address do not follow keys.</summary>
    public static string Place(string store, string below)
    {
        ArgumentNullException.ThrowIfNull(store);
        bool isS3 = store.StartsWith(Scheme, StringComparison.Ordinal);
        return $"{(isS3 ? store.Split('?', 2)[0].TrimEnd('/') : store)}/{below}";
    }

    /// <summary>The address as text; reading it gives the same address.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Scheme).Append(Bucket);
        if (Prefix.Length > 0)
        {
            text.Append('/').Append(Prefix);
        }

        char mark = '?';
        Add("endpoint", Endpoint);
        Add("region", Region);
        Add("style", PathStyle is { } path ? (path ? "path" : "virtual") : "");
        Add("tag", TagsCheckpoints ? Checkpoints : "");
        return text.ToString();

        void Add(string name, string value)
        {
            if (value.Length > 0)
            {
                text.Append(mark).Append(name).Append('=').Append(value);
                mark = '&';
            }
        }
    }

    private static S3Address? WithOptions(S3Address address, string query, out string problem, ref string advice)
    {
        problem = "";
        foreach (string option in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = option.Split('=', 2);
            string value = pair.Length == 2 ? Uri.UnescapeDataString(pair[1]) : "";
            switch (pair[0])
            {
                case "endpoint" when EndpointProblem(value) is { } wrong:
                    problem = wrong;
                    advice = value.Contains('@', StringComparison.Ordinal) ? KeyAdvice : advice;
                    return null;
                case "endpoint":
                    address = address with { Endpoint = value.TrimEnd('/') };
                    break;
                case "region" when value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'):
                    address = address with { Region = value };
                    break;
                case "style" when value is "path" or "virtual":
                    address = address with { PathStyle = value == "path" };
                    break;
                case "tag" when value == Checkpoints:
                    address = address with { TagsCheckpoints = true };
                    break;
                case "region" or "style" or "tag":
                    problem = $"has a {pair[0]} that is not one";
                    return null;
                default:
                    problem = "has an option that is not known; there are endpoint, region, style and tag";
                    advice = $"leave it out; if it was a key, {KeyAdvice}";
                    return null;
            }
        }

        return address;
    }

    private static string? EndpointProblem(string value) =>
        !Uri.TryCreate(value, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0
            ? "has an endpoint that is no http:// or https:// address"
            : uri.UserInfo.Length > 0
                ? "holds a user or a key in its endpoint, which does not belong into an address that plans and reports show"
                : uri.Query.Length > 0 || uri.Fragment.Length > 0 ? "has an endpoint with a query of its own" : null;

    private static bool IsBucket(string name) =>
        name.Length is >= MinBucket and <= MaxBucket
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-')
        && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
        && !name.Contains("..", StringComparison.Ordinal);

    private static bool IsPrefix(string prefix) =>
        prefix.Length == 0 || (prefix.Split('/').All(part => part is not ("" or "." or "..")) && !prefix.Any(char.IsControl));
}
