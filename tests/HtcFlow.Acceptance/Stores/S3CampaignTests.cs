using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using HtcFlow.Testing.S3;

namespace HtcFlow.Acceptance.Stores;

/// <summary>Whole campaigns with their store behind a real gateway, in fair weather and foul.</summary>
public sealed class S3CampaignTests
{
    private const string Stages = """
        stages:
          make:
            sweep: {n: 1..6}
            inputs: [task.sh]
            command: [/bin/sh, task.sh, "${n}"]
            outputs: [out.txt, large.dat]
            retry: {attempts: 15, delay: 0}
          join:
            after: [make]
            inputs: [{results: make, files: [out.txt], into: "m/${make.n}"}]
            command: [/bin/sh, -c, "cat m/*/out.txt >all.txt"]
            outputs: [all.txt]
            retry: {attempts: 15, delay: 0}
        """;

    // 10 MiB that LZ4 cannot make smaller, so the file goes in parts.
    private const string Script = "echo \"$1\" >out.txt; head -c 10485760 /dev/urandom >large.dat; cksum <large.dat\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Campaign_StoreInS3_RunsToItsEndAndLeavesNoUploads()
    {
        string bucket = await S3Gateway.Shared.NewBucketAsync(Token);
        using SmallRun run = NewRun();

        RunAndCheck(run, S3Gateway.Shared.Address(bucket, "results"));

        using AmazonS3Client client = S3Gateway.Shared.NewClient();
        Assert.Empty((await client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = bucket }, Token)).MultipartUploads ?? []);
        ListObjectsV2Response claim = await client.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = bucket, Prefix = "results/c/plan.json.lz4" }, Token);
        Assert.Equal(1, claim.KeyCount);
        string secret = S3Gateway.Shared.SecretKey;
        Assert.DoesNotContain(secret, string.Concat(Directory.EnumerateFiles(run.At("home"), "*", SearchOption.AllDirectories)
            .Select(File.ReadAllBytes).Select(System.Text.Encoding.Latin1.GetString)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Campaign_StoreBehindAStorm_RunsToItsEnd()
    {
        await using var proxy = new FaultProxy(S3Gateway.Shared, seed: 3, TimeProvider.System) { Storm = FaultStorm.Gale };
        string bucket = await S3Gateway.Shared.NewBucketAsync(Token);
        using SmallRun run = NewRun();

        RunAndCheck(run, S3Gateway.Shared.Address(bucket, "", proxy.Endpoint));

        Assert.True(proxy.Count(ProxyFault.LoseReply) + proxy.Count(ProxyFault.DropRequest) + proxy.Count(ProxyFault.InternalError) > 3);
    }

    [Fact]
    public async Task Doctor_StoreInS3_SaysWhetherItWorksAndWhatToDo()
    {
        string bucket = await S3Gateway.Shared.NewBucketAsync(Token);
        using SmallRun run = NewRun();
        string address = S3Gateway.Shared.Address(bucket, "p");

        string fine = run.Expect(0, "doctor", "--store", address);
        string gone = run.Expect(3, "doctor", "--store", address.Replace(bucket, "no-such-bucket", StringComparison.Ordinal));
        run.Set("AWS_SECRET_ACCESS_KEY", "wrong");
        string refused = run.Expect(3, "doctor", "--store", address);
        run.Set("AWS_ACCESS_KEY_ID", "");
        string nobody = run.Expect(3, "doctor", "--store", address);

        Assert.Contains("can be written, read, listed and cleared", fine, StringComparison.Ordinal);
        Assert.Contains("there is no bucket no-such-bucket", gone, StringComparison.Ordinal);
        Assert.Contains("-> check AWS_SECRET_ACCESS_KEY", refused, StringComparison.Ordinal);
        Assert.Contains("no credentials were found", nobody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Campaign_StoreBehindTls_NeedsACertificateThatIsTrusted()
    {
        string bucket = await S3Gateway.Shared.NewBucketAsync(Token);
        await using var front = new TlsFront(S3Gateway.Shared.Endpoint, TimeProvider.System.GetUtcNow());
        using SmallRun run = NewRun();
        string store = S3Gateway.Shared.Address(bucket, "", front.Endpoint);

        Assert.Contains("is not trusted", run.Expect(3, "doctor", "--store", store), StringComparison.Ordinal);
        run.Set("SSL_CERT_FILE", run.Write("own.pem", front.CertificateText));

        RunAndCheck(run, store);
    }

    [Fact]
    public async Task Submit_NoSuchBucket_SaysSoAndWhatToDo()
    {
        _ = await S3Gateway.Shared.NewBucketAsync(Token);
        using SmallRun run = NewRun();

        string text = run.Submit(3, "--set", "store=" + S3Gateway.Shared.Address("no-such-bucket"));

        Assert.Contains("there is no bucket no-such-bucket", text, StringComparison.Ordinal);
    }

    private static SmallRun NewRun()
    {
        S3Gateway gateway = S3Gateway.Shared;
        var run = new SmallRun(Stages, Script);
        foreach ((string name, string value) in gateway.Environment)
        {
            run.Set(name, value);
        }

        return run;
    }

    private static void RunAndCheck(SmallRun run, string store)
    {
        run.Submit(0, "--set", "store=" + store);

        Assert.Equal(Enumerable.Repeat("succeeded", 6), run.States("make"));
        JsonElement status = run.Status();
        Assert.Equal("ended", status.GetProperty("phase").GetString());
        Assert.Equal(["succeeded"], run.States("join"));
        IReadOnlyDictionary<string, string> files = run.Fetch();
        Assert.Equal("1\n2\n3\n4\n5\n6\n", files["join/0/all.txt"]);
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(10 << 20, new FileInfo(run.At($"results/make/{i}/large.dat")).Length));
        string log = run.Expect(0, "logs", "c", "make", "3");
        Assert.Contains("10485760", log, StringComparison.Ordinal);
    }
}
