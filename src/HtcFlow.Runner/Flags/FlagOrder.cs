using System.Globalization;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Order;
using HtcFlow.Runner.Spawn;
using HtcFlow.Runner.Supervise;

namespace HtcFlow.Runner.Flags;

/// <summary>Makes of flags the order that an engine would have sent, so that one attempt is run in one way whoever asked for it.</summary>
internal static class FlagOrder
{
    /// <summary>Name of the only stage; the second part of every key.</summary>
    public const string Stage = "run";

    private const string UsualName = "run";

    // A task's number is a position among at most 2^40 of an array; no scheduler counts that far.
    private const long MostIndex = 1L << 40;

    /// <summary>Makes the order of one task.</summary>
    /// <param name="flags">What was said.</param>
    /// <param name="element">Number of this process in its scheduler's array, for when no index is given.</param>
    /// <exception cref="OrderProblem">Something cannot be used; the message is one line for people.</exception>
    public static StageOrder Make(FlagSet flags, Func<long> element)
    {
        string name = flags.Text("name") ?? UsualName;
        if (!CampaignName.IsValid(name))
        {
            throw new OrderProblem(
                $"{flags.Spelling("name")} is '{RawText.Printable(name)}'; a name is lower-case letters, digits and inner hyphens, a letter first, "
                + $"at most {CampaignName.MaxLength}.");
        }

        long index = Number(flags, "index", 0, MostIndex) ?? element();
        var order = new StageOrder
        {
            Campaign = name,
            Store = flags.Text("store") ?? "",
            Array = 1,
            Attempt = (int)(Number(flags, "attempt", 1, byte.MaxValue) ?? 1),
            Indices = index.ToString(CultureInfo.InvariantCulture),
            Pack = 1,
            Stage = new StageSpec
            {
                Name = Stage,
                Sweep = Sweep.Single,
                Command = CommandOf(flags.Command),
                Inputs = [.. flags.List("input").Select(InputOf)],
                Binaries = BinariesOf(flags),
                Outputs =
                [
                    .. flags.List("output").Select(static glob => new OutputSpec.Matching(Literal(glob), false)),
                    .. flags.List("optional-output").Select(static glob => new OutputSpec.Matching(Literal(glob), true)),
                ],
                Checkpoint = CheckpointOf(flags),
                Resources = new ResourceSpec
                {
                    Walltime = Time(flags, "walltime"),
                    ScratchInMemory = flags.IsOn("scratch-in-memory"),
                },
                Watch = WatchOf(flags),
            },
        };
        Check(flags, order);
        return order;
    }

    /// <summary>Whether an order moves no file but logs and report, so that the command may work where the runner stands.</summary>
    public static bool MovesNothing(StageSpec stage) => stage is { Inputs.Count: 0, Outputs.Count: 0, Checkpoint: null };

    private static void Check(FlagSet flags, StageOrder order)
    {
        if (order.Store.Length > 0)
        {
            return;
        }

        foreach (string flag in (ReadOnlySpan<string>)["input", "output", "optional-output", "checkpoint"])
        {
            if (flags.List(flag).Count > 0)
            {
                throw new OrderProblem($"{flags.Spelling(flag)} needs a store to ship to or from; add --store /a/directory or --store s3://bucket/prefix.");
            }
        }

        if (order.Stage.Watch.Silence > TimeSpan.Zero)
        {
            throw new OrderProblem($"{flags.Spelling("silence")} watches outputs and checkpoints; add --store and --output.");
        }
    }

    /// <summary>A program by a relative path stands where the runner was started, wherever the command will work; unless it comes as an input.</summary>
    private static string[] CommandOf(IReadOnlyList<string> words)
    {
        string[] command = [.. words.Select(Literal)];
        if (words[0].Contains('/', StringComparison.Ordinal) && words[0][0] != '/' && File.Exists(words[0]))
        {
            command[0] = Literal(Path.GetFullPath(words[0]));
        }

        return command;
    }

    private static WatchSpec WatchOf(FlagSet flags)
    {
        string? bandwidth = flags.Text("bandwidth");
        bool isShare = bandwidth?.EndsWith('%') == true;
        return new WatchSpec
        {
            Silence = Time(flags, "silence"),
            BandwidthBytesPerSecond = Quantity.Rate(isShare ? null : bandwidth, flags.Spelling("bandwidth")) ?? 0,
            BandwidthShare = Quantity.Share(isShare ? bandwidth : null, flags.Spelling("bandwidth")) ?? 0,
            Memory = Quantity.Share(flags.Text("memory"), flags.Spelling("memory")) ?? 0,
        };
    }

    /// <summary>Flags hold no templates: what looks like one is meant as it stands.</summary>
    private static string Literal(string text) => text.Replace("${", "$${", StringComparison.Ordinal);

    private static InputSpec.PlainFile InputOf(string text)
    {
        int colon = text.LastIndexOf(':');
        bool isNamed = colon > 0 && !text.AsSpan(colon).StartsWith("://");
        string source = isNamed ? text[..colon] : text;
        string name = source[(source.LastIndexOf('/') + 1)..];
        name = source[0] != '/' && name.EndsWith(".lz4", StringComparison.Ordinal) ? name[..^4] : name;
        return new InputSpec.PlainFile(source, Literal(isNamed ? text[(colon + 1)..] : name), "", false);
    }

    private static List<BinarySpec> BinariesOf(FlagSet flags)
    {
        var builds = new List<BuildSpec>();
        foreach (string text in flags.List("build"))
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            CpuLevel? level = equals > 0 ? RunnerSettings.LevelOf(text[..equals]) : null;
            builds.Add(level is { } known
                ? new BuildSpec(known, Path.GetFullPath(text[(equals + 1)..]), "")
                : throw new OrderProblem(
                    $"{flags.Spelling("build")} is '{RawText.Printable(text)}'; write a level and a path, such as avx2=/app/sim.avx2."));
        }

        return builds.Count > 0 && flags.Command.Count > 0 ? [new BinarySpec { Name = CommandOf(flags.Command)[0], Builds = builds }] : [];
    }

    private static CheckpointSpec? CheckpointOf(FlagSet flags)
    {
        IReadOnlyList<string> files = flags.List("checkpoint");
        if (files.Count == 0)
        {
            return null;
        }

        string signal = flags.Text("checkpoint-signal") ?? "";
        if (signal.Length > 0 && SignalNames.NumberOf(signal) == 0)
        {
            throw new OrderProblem($"{flags.Spelling("checkpoint-signal")} is '{signal}', which is no signal; write a name such as USR1.");
        }

        var usual = new CheckpointSpec { Files = [.. files.Select(Literal)], Signal = signal };
        return usual with
        {
            CommitOn = Literal(flags.Text("checkpoint-commit-on") ?? ""),
            Keep = (int)(Number(flags, "keep", 1, 1_000) ?? usual.Keep),
        };
    }

    private static TimeSpan Time(FlagSet flags, string name) => Quantity.Time(flags.Text(name), flags.Spelling(name)) ?? TimeSpan.Zero;

    private static long? Number(FlagSet flags, string name, long least, long most) =>
        Quantity.Number(flags.Text(name), flags.Spelling(name), least, most);
}
