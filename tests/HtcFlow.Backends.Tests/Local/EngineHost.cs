using System.Runtime.CompilerServices;
using HtcFlow.Backends.Local;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Tests.Local;

/// <summary>An engine in a process of its own, there to be killed: this test program, started with a spool in its environment.</summary>
internal static class EngineHost
{
    private const string SpoolVariable = "TEST_ENGINE_SPOOL";
    private const string ElementsVariable = "TEST_ENGINE_ELEMENTS";
    private const string RunnerVariable = "TEST_ENGINE_RUNNER";

    /// <summary>The job that it submits.</summary>
    internal static readonly JobName Job = new("h-hosted");

    /// <summary>Starts an engine that submits <see cref="Job"/> and then waits to be killed.</summary>
    internal static Child Start(LocalStage stage, int elements, string words)
    {
        Dictionary<string, string> variables = stage.Variables(words);
        variables[SpoolVariable] = stage.Spool;
        variables[ElementsVariable] = $"{elements}";
        variables[RunnerVariable] = stage.Options.RunnerPath;
        string program = Environment.ProcessPath!;
        string[] arguments = Path.GetFileName(program) == "dotnet" ? [typeof(EngineHost).Assembly.Location] : [];
        return Child.Start(program, arguments, variables);
    }

    /// <summary>Becomes the engine before the test platform has a chance to start, when the environment says so.</summary>
    [ModuleInitializer]
    internal static void Run()
    {
        if (Environment.GetEnvironmentVariable(SpoolVariable) is not { } spool)
        {
            return;
        }

        var options = new LocalOptions
        {
            SpoolDirectory = spool,
            RunnerPath = Environment.GetEnvironmentVariable(RunnerVariable)!,
            Slots = 2,
        };
        LocalBackend backend = LocalBackend.Open(options, TimeProvider.System);
        string[] passedOn = [Script.Words, "TEST_STARTS", "TEST_GATE", "TEST_TAG"];
        ArrayAsk ask = Script.Ask(Job.Value, int.Parse(Environment.GetEnvironmentVariable(ElementsVariable)!), "") with
        {
            Environment = passedOn.ToDictionary(static n => n, static n => Environment.GetEnvironmentVariable(n)!, StringComparer.Ordinal),
        };
        backend.SubmitAsync([ask], CancellationToken.None).GetAwaiter().GetResult();
        new ManualResetEventSlim().Wait();
    }
}
