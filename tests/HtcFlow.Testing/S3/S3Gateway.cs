using System.Diagnostics;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace HtcFlow.Testing.S3;

/// <summary>A real S3 server on loopback (Ceph's gateway), one for a test process, stopped when that process ends in whatever way.</summary>
/// <remarks>Callers: any thread. Started at first use, about a second; objects lie in memory, so a bucket may be left as it is.</remarks>
public sealed class S3Gateway
{
    // Exit code of the script where programs are not installed.
    private const int ProgramsMissing = 3;

    private static readonly Lazy<S3Gateway> s_shared = new(Start);
    private static int s_buckets;

    private readonly Dictionary<string, string> _settings;

    private S3Gateway(Dictionary<string, string> settings) => _settings = settings;

    /// <summary>The gateway of this process.</summary>
    /// <exception cref="EngineMissingException">It is not installed.</exception>
    public static S3Gateway Shared => s_shared.Value;

    /// <summary>Where it listens, for example <c>http://127.0.0.1:12345</c>.</summary>
    public Uri Endpoint => new(_settings["S3_ENDPOINT"]);

    /// <summary>The access key of its only user.</summary>
    public string AccessKey => _settings["AWS_ACCESS_KEY_ID"];

    /// <summary>The secret of its only user.</summary>
    public string SecretKey => _settings["AWS_SECRET_ACCESS_KEY"];

    /// <summary>The region that signatures name.</summary>
    public string Region => _settings["AWS_REGION"];

    /// <summary>Variables that give a program the user's keys and the region, and keep it from a person's own settings.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["AWS_ACCESS_KEY_ID"] = AccessKey,
        ["AWS_SECRET_ACCESS_KEY"] = SecretKey,
        ["AWS_REGION"] = Region,
        ["AWS_CONFIG_FILE"] = "/dev/null",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
    };

    /// <summary>Makes an empty bucket and gives its name.</summary>
    public async Task<string> NewBucketAsync(CancellationToken cancellationToken)
    {
        string name = $"bucket-{Interlocked.Increment(ref s_buckets)}";
        using AmazonS3Client client = NewClient();
        await client.PutBucketAsync(name, cancellationToken);
        return name;
    }

    /// <summary>Address of a store in a bucket, by way of a proxy where one is given.</summary>
    public string Address(string bucket, string prefix = "", Uri? proxy = null) =>
        $"s3://{bucket}{(prefix.Length == 0 ? "" : "/" + prefix)}?endpoint={(proxy ?? Endpoint).OriginalString.TrimEnd('/')}&region={Region}";

    /// <summary>A plain client of the SDK, to look behind a store's back.</summary>
    public AmazonS3Client NewClient() => new(
        new BasicAWSCredentials(AccessKey, SecretKey),
        new AmazonS3Config
        {
            ServiceURL = Endpoint.OriginalString,
            ForcePathStyle = true,
            AuthenticationRegion = Region,
            // The gateway refuses the trailers that the SDK sends by default.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });

    /// <summary>Keys of a bucket below a prefix.</summary>
    public IReadOnlyList<string> Keys(string bucket, string prefix)
    {
        using AmazonS3Client client = NewClient();
        var keys = new List<string>();
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix };
        do
        {
            ListObjectsV2Response page = client.ListObjectsV2Async(request).GetAwaiter().GetResult();
            keys.AddRange((page.S3Objects ?? []).Select(static o => o.Key));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
        return keys;
    }

    /// <summary>The content of an object.</summary>
    public byte[] Read(string bucket, string key)
    {
        using AmazonS3Client client = NewClient();
        using GetObjectResponse reply = client.GetObjectAsync(bucket, key).GetAwaiter().GetResult();
        using var content = new MemoryStream();
        reply.ResponseStream.CopyTo(content);
        return content.ToArray();
    }

    private static S3Gateway Start()
    {
        string state = Directory.CreateTempSubdirectory("htcflow-s3-").FullName;
        (int code, string output, string error) = Run("s3-up.sh", state);
        if (code == ProgramsMissing)
        {
            Directory.Delete(state, recursive: true);
            throw new EngineMissingException(error.Trim());
        }

        if (code != 0)
        {
            throw new InvalidOperationException($"tests/engines/s3-up.sh ended with {code}:\n{error}");
        }

        AppDomain.CurrentDomain.ProcessExit += (_, _) => Run("s3-down.sh", state);
        return new S3Gateway(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line["export ".Length..].Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal));
    }

    private static (int Code, string Output, string Error) Run(string script, string state)
    {
        var start = new ProcessStartInfo(Path.Combine(SourceTree.Root, "tests", "engines", script), [state])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["S3_OWNER"] = System.Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
