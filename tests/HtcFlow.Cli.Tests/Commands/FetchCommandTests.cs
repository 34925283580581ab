using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Frames;

namespace HtcFlow.Cli.Tests.Commands;

public sealed class FetchCommandTests
{
    [Fact]
    public async Task Fetch_Outputs_AreDecompressedAndNotFetchedTwice()
    {
        using Bench bench = await RunAsync("out.dat");
        string to = bench.At("to");
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("fetch", "trial", "--to", to));
        Assert.Equal("result 3", await File.ReadAllTextAsync(bench.At("to", "write", "3", "out.dat"), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(bench.At("to", "write", "3", ".htcflow", "stdout")));
        await bench.RunAsync("fetch", "trial", "--to", to, "--json");
        Assert.Contains("\"tasks\":5,\"files\":0,\"bytes\":0,\"present\":4", bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_FileThatDiffers_IsReplacedOnlyByForce()
    {
        using Bench bench = await RunAsync("out.dat");
        string path = bench.Write("to/write/1/out.dat", "mine");
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync("fetch", "trial", "--to", bench.At("to")));
        Assert.Contains("/bench/to/write/1/out.dat", bench.Err, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("fetch", "trial", "--to", bench.At("to"), "--force"));
        Assert.Equal("result 1", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Fetch_ByLayout_UsesAxes()
    {
        using Bench bench = await RunAsync("out.dat");
        int code = await bench.RunAsync("fetch", "trial", "--stage", "write", "--tasks", "0,2-3", "--to", bench.At("to"), "--layout", "${density}/s${seed:02}");
        Assert.Equal(ExitCodes.Fine, code);
        Assert.Equal("result 2", await File.ReadAllTextAsync(bench.At("to", "1.0", "s02", "out.dat"), TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(bench.At("to", "1.5", "s01")));
    }

    [Theory]
    [InlineData("${seed}", "puts several tasks")]
    [InlineData("${pitch}", "uses 'pitch'")]
    [InlineData("${", "cannot be read")]
    public async Task Fetch_LayoutThatMixesTasks_IsRefused(string layout, string complaint)
    {
        using Bench bench = await RunAsync("out.dat");
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync("fetch", "trial", "--stage", "write", "--to", bench.At("to"), "--layout", layout));
        Assert.Contains(complaint, bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_NameThatLeadsOut_IsRefused()
    {
        using Bench bench = await RunAsync("../../../../out.dat");
        Assert.Equal(ExitCodes.World, await bench.RunAsync("fetch", "trial", "--to", bench.At("to")));
        Assert.Contains("would lead out of", bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_DamagedObject_LeavesNoFile()
    {
        using Bench bench = await RunAsync("out.dat");
        string key = StoreLayout.Output("trial", "write", 0, 1, "out.dat", compressed: true);
        await bench.Store.PutAsync(key, Frame("other"), PutCondition.Always, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.World, await bench.RunAsync("fetch", "trial", "--to", bench.At("to")));
        Assert.False(File.Exists(bench.At("to", "write", "0", "out.dat")));
    }

    private static Lz4Encoder Frame(string text) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    // Ends a campaign and puts into the store what its runners would have left.
    private static async Task<Bench> RunAsync(string output)
    {
        var bench = new Bench();
        await bench.RunAsync("submit", bench.WriteCampaign());
        for (int i = 0; i < 4; i++)
        {
            string key = StoreLayout.Output("trial", "write", i, 1, "out.dat", compressed: true);
            byte[] content = Encoding.UTF8.GetBytes($"result {i}");
            await bench.Store.PutAsync(key, Frame($"result {i}"), PutCondition.Always, default);
            string standard = StoreLayout.Output("trial", "write", i, 1, ".htcflow/stdout", compressed: true);
            var report = new AttemptReport
            {
                Campaign = "trial",
                Stage = "write",
                Index = i,
                Attempt = 1,
                Array = 1,
                Outcome = Outcome.Succeeded,
                Exit = 0,
                Files =
                [
                    new StoredFile(output, key, content.Length, 0, Convert.ToHexStringLower(SHA256.HashData(content)), 0x1A4),
                    new StoredFile(".htcflow/stdout", standard, 1, 0, "", 0),
                ],
            };
            byte[] json = JsonSerializer.SerializeToUtf8Bytes(report, WireJson.Default.AttemptReport);
            await bench.Store.PutAsync(StoreLayout.Accepted("trial", "write", i), new MemoryStream(json), PutCondition.Always, default);
        }

        return bench;
    }
}
