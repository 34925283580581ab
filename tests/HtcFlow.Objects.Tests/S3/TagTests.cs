using Amazon.S3;
using Amazon.S3.Model;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.S3;
using HtcFlow.Testing.S3;

namespace HtcFlow.Objects.Tests.S3;

/// <summary>Tags of objects, by which rules of a bucket know checkpoints.</summary>
public sealed class TagTests() : BehindProxy("")
{
    private const int MultiPart = 9 << 20;

    [Theory]
    [InlineData("", "")]
    [InlineData("", "&tag=checkpoints")]
    [InlineData("deep/prefix", "&tag=checkpoints")]
    public async Task PutAsync_AnyObject_IsTaggedWhereItIsACheckpointAndTheAddressAsksForIt(string prefix, string option)
    {
        string file = StoreLayout.CheckpointFile("hamr", "write", 1, 7, 2, "state.chk");
        string manifest = StoreLayout.CheckpointManifest("hamr", "write", 1, 7, 2);
        string output = StoreLayout.Output("hamr", "write", 1, 2, "c/track.dat", compressed: false);
        await using (S3Store store = S3StoreTests.Open(S3Gateway.Shared.Address(Bucket, prefix, Proxy.Endpoint) + option))
        {
            Assert.True(await store.PutAsync(file, new MemoryStream(new byte[MultiPart]), PutCondition.Always, Token));
            Assert.True(await store.PutAsync(manifest, new MemoryStream(new byte[5]), PutCondition.IfAbsent, Token));
            Assert.True(await store.PutAsync(output, new MemoryStream(new byte[5]), PutCondition.Always, Token));
        }

        string expected = option.Length == 0 ? "" : "htcflow=checkpoints";
        Assert.Equal((expected, ""), (await TagsAsync(prefix, manifest), await TagsAsync(prefix, output)));

        // The gateway forgets the tags of uploads in parts, which S3 keeps: what was asked for has to do.
        Assert.Equal(expected, Uri.UnescapeDataString(Proxy.Requests.Single(static request => request.Asks("uploads")).Header("x-amz-tagging")));
    }

    private async Task<string> TagsAsync(string prefix, string key)
    {
        using AmazonS3Client client = S3Gateway.Shared.NewClient();
        GetObjectTaggingResponse reply = await client.GetObjectTaggingAsync(
            new GetObjectTaggingRequest { BucketName = Bucket, Key = prefix.Length == 0 ? key : $"{prefix}/{key}" }, Token);
        return string.Join(' ', (reply.Tagging ?? []).Select(static tag => $"{tag.Key}={tag.Value}"));
    }
}
