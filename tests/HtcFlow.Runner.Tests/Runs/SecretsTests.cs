using HtcFlow.Core.Wire;

namespace HtcFlow.Runner.Tests.Runs;

/// <summary>What a command sees of the runner's environment, and what of it is ever written down.</summary>
public sealed class SecretsTests : IDisposable
{
    private const string Secret = "wJalrXUtnFEMI-K7MDENG";

    private const string Look = "echo \"id=$AWS_ACCESS_KEY_ID key=$AWS_SECRET_ACCESS_KEY session=$AWS_SESSION_TOKEN order=$HTCFLOW_ORDER region=$AWS_REGION\"";

    private static readonly (string Name, string Value)[] s_variables =
    [
        ("AWS_ACCESS_KEY_ID", Secret + "1"), ("AWS_SECRET_ACCESS_KEY", Secret), ("AWS_SESSION_TOKEN", Secret + "2"),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN", Secret + "3"), ("AWS_REGION", "eu-west-1"),
    ];

    private readonly RunnerBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Run_Secrets_AreNeverPassedPrintedOrStored()
    {
        RunnerEnd end = _bench.Run(Orders.Script("", Look + "; env; exit 9"), s_variables);

        Assert.Equal(9, end.ExitCode);
        Assert.StartsWith("id= key= session= order= region=eu-west-1\n", end.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, end.Errors + end.Output, StringComparison.Ordinal);
        foreach (string key in _bench.Keys())
        {
            Assert.DoesNotContain(Secret, key + File.ReadAllText(Path.Combine(_bench.Store, key)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Run_SecretsThatAreNamed_ArePassed()
    {
        RunnerEnd end = _bench.Run(Orders.Script("", Look), [.. s_variables, (RunnerEnvironment.Pass, "AWS_SECRET_ACCESS_KEY,AWS_SESSION_TOKEN")]);

        Assert.Equal($"id= key={Secret} session={Secret}2 order= region=eu-west-1\n", end.Output);
    }

    [Fact]
    public void Run_StageThatSetsOrNamesThem_GetsThem()
    {
        StageOrder order = Orders.Script("", Look);
        var environment = new Dictionary<string, string> { ["AWS_ACCESS_KEY_ID"] = "its-own", [RunnerEnvironment.Pass] = "AWS_SECRET_ACCESS_KEY" };

        RunnerEnd end = _bench.Run(order with { Stage = order.Stage with { Environment = environment } }, s_variables);

        Assert.Equal($"id=its-own key={Secret} session= order= region=eu-west-1\n", end.Output);
    }

    [Fact]
    public void Run_HeapBoundedByABackend_TheCommandsOwnHeapIsNot()
    {
        StageOrder order = Orders.Script("", "echo \"bound=$DOTNET_GCRegionRange other=$DOTNET_gcServer\"");

        RunnerEnd end = _bench.Run(order, [(RunnerEnvironment.HeapRange, "20000000"), ("DOTNET_gcServer", "1")]);

        Assert.Equal("bound= other=1\n", end.Output);
    }
}
