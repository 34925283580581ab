using System.Text.Json;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Wire;

public sealed class CheckpointManifestTests
{
    private static readonly CheckpointManifest s_manifest = new()
    {
        Sequence = 3,
        Attempt = 2,
        Files = [new StoredFile("state.chk", "c/t/00/s/1/c/000003-a2/state.chk.lz4", 100, 50, "00ff", 0x1A4)],
        Outputs = [new StoredFile("größe.dat", "c/t/00/s/1/a1/größe.dat", 7, 7, "11ee", 0x1A4)],
        Created = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Build = "avx2",
    };

    [Fact]
    public void Open_OfSeal_GivesTheManifest() => Assert.Equal(Text(s_manifest), Text(CheckpointManifest.Open(s_manifest.Seal())! with { SelfSha256 = "" }));

    [Fact]
    public void Open_EveryDamagedByte_GivesNullOrTheSameContent()
    {
        byte[] sealedBytes = s_manifest.Seal();
        for (int at = 0; at < sealedBytes.Length; at++)
        {
            foreach (int flip in (int[])[1, 4, 0x20])
            {
                byte[] damaged = [.. sealedBytes];
                damaged[at] ^= (byte)flip;
                CheckpointManifest? opened = CheckpointManifest.Open(damaged);
                Assert.True(opened is null || Text(opened with { SelfSha256 = "" }) == Text(s_manifest));
            }
        }
    }

    [Fact]
    public void Open_TornAnywhere_IsNull()
    {
        byte[] sealedBytes = s_manifest.Seal();

        Assert.All(Enumerable.Range(0, sealedBytes.Length), cut => Assert.Null(CheckpointManifest.Open(sealedBytes.AsSpan(0, cut))));
    }

    [Fact]
    public void Open_AnotherVersion_IsNull() => Assert.Null(CheckpointManifest.Open((s_manifest with { Version = 2 }).Seal()));

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"sequence\":1,\"attempt\":1,\"files\":null,\"outputs\":null}")]
    [InlineData("{\"sequence\":1,\"attempt\":1,\"files\":[],\"outputs\":[]}")]
    public void Open_UnsealedText_IsNull(string json) => Assert.Null(CheckpointManifest.Open(System.Text.Encoding.UTF8.GetBytes(json)));

    private static string Text(CheckpointManifest manifest) => JsonSerializer.Serialize(manifest, WireJson.Default.CheckpointManifest);
}
