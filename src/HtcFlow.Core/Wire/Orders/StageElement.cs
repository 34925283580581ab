using System.Text.Json;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Core.Wire.Orders;

/// <summary>Reads a stage.</summary>
internal static class StageElement
{
    public static StageSpec Read(JsonElement stage) => new()
    {
        Name = stage.Text("name"),
        Sweep = SweepElement.Read(stage.Required("sweep")),
        After = stage.List("after", edge => new EdgeSpec(
            edge.Text("stage"), Named<EdgeKind>(edge.Required("kind")), edge.List("axes", Elements.Whole))),
        Command = stage.List("command", Elements.Whole),
        Environment = stage.Map("environment", Elements.Whole),
        Inputs = stage.List("inputs", InputOf),
        Binaries = stage.List("binaries", binary => new BinarySpec { Name = binary.Text("name"), Builds = binary.List("builds", BuildOf) }),
        Outputs = stage.List("outputs", OutputOf),
        Checkpoint = stage.TryGetProperty("checkpoint", out JsonElement checkpoint) && checkpoint.ValueKind == JsonValueKind.Object
            ? CheckpointOf(checkpoint) : null,
        Resources = stage.TryGetProperty("resources", out JsonElement resources) ? ResourcesOf(resources) : new ResourceSpec(),
        Watch = stage.TryGetProperty("watch", out JsonElement watch) ? WatchOf(watch) : new WatchSpec(),
        Retry = stage.TryGetProperty("retry", out JsonElement retry) ? RetryOf(retry) : new RetrySpec(),
        Pack = stage.Small("pack", 1),
        Tolerate = stage.Number("tolerate", 0),
    };

    private static InputSpec InputOf(JsonElement input) => input.Text("kind") switch
    {
        "file" => new InputSpec.PlainFile(input.Text("source"), input.Text("as"), input.Text("sha256"), input.Flag("executable")),
        "template" => new InputSpec.RenderedFile(input.Text("source"), input.Text("as"), input.Text("sha256")),
        "results" => new InputSpec.StageResults(input.Text("stage"), input.List("files", Elements.Whole), input.Text("into")),
        string kind => throw new FormatException($"Inputs of kind '{kind}' are unknown to this version."),
    };

    private static OutputSpec OutputOf(JsonElement output) => output.Text("kind") switch
    {
        "glob" => new OutputSpec.Matching(output.Text("glob"), output.Flag("optional")),
        "listed" => new OutputSpec.ListedIn(output.Text("file"), output.Text("pattern")),
        string kind => throw new FormatException($"Outputs of kind '{kind}' are unknown to this version."),
    };

    private static BuildSpec BuildOf(JsonElement build) =>
        new(Named<CpuLevel>(build.Required("level")), build.Text("path"), build.Text("sha256")) { Travels = build.Flag("travels") };

    private static CheckpointSpec CheckpointOf(JsonElement checkpoint)
    {
        var usual = new CheckpointSpec { Files = checkpoint.List("files", Elements.Whole) };
        return usual with
        {
            CommitOn = checkpoint.Text("commitOn", usual.CommitOn),
            Keep = checkpoint.Small("keep", usual.Keep),
            Signal = checkpoint.Text("signal", usual.Signal),
        };
    }

    private static ResourceSpec ResourcesOf(JsonElement resources)
    {
        var usual = new ResourceSpec();
        return new ResourceSpec
        {
            Vcpus = resources.Small("vcpus", usual.Vcpus),
            MemoryBytes = resources.Number("memoryBytes", usual.MemoryBytes),
            ScratchBytes = resources.Number("scratchBytes", usual.ScratchBytes),
            ScratchInMemory = resources.Flag("scratchInMemory"),
            Walltime = resources.Span("walltime", usual.Walltime),
            Accelerators = resources.Small("accelerators", usual.Accelerators),
        };
    }

    private static WatchSpec WatchOf(JsonElement watch) => new()
    {
        Silence = watch.Span("silence", TimeSpan.Zero),
        BandwidthBytesPerSecond = watch.Number("bandwidthBytesPerSecond", 0),
        BandwidthShare = watch.Fraction("bandwidthShare"),
        Pace = watch.Fraction("pace"),
        Memory = watch.Fraction("memory"),
    };

    private static RetrySpec RetryOf(JsonElement retry)
    {
        var usual = new RetrySpec();
        return new RetrySpec
        {
            Attempts = retry.Small("attempts", usual.Attempts),
            Interruptions = retry.Small("interruptions", usual.Interruptions),
            On = retry.TryGetProperty("on", out _) ? retry.List("on", Named<Outcome>) : usual.On,
            ExitCodes = retry.List("exitCodes", code => code.GetInt32()),
            Delay = retry.Span("delay", usual.Delay),
        };
    }

    private static T Named<T>(JsonElement name)
        where T : struct, Enum =>
        Enum.TryParse(name.GetString(), out T value) && Enum.IsDefined(value)
            ? value
            : throw new FormatException($"'{name}' is unknown to this version.");
}
