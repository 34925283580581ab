using System.Collections.Immutable;
using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Shapes;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Campaigns.Language;

/// <summary>How a stage's files are written: inputs, programs, outputs, checkpoints.</summary>
internal static class FileLanguage
{
    private static readonly ShapeOf<ScalarNode> s_path = Scalars.Filled("the name of a file");

    private static readonly ShapeOf<ScalarNode> s_glob = Scalars.Filled("a file name or pattern such as *.dat");

    private static readonly ShapeOf<IReadOnlyList<ScalarNode>> s_globs =
        new ListShape<ScalarNode>(s_glob, "a list of file names and patterns such as [\"*.dat\"]", 1);

    // As the kernel names them; those that stop or kill a program without its consent are left out.
    private static readonly string[] s_signals = ["USR1", "USR2", "HUP", "INT", "QUIT", "ALRM", "CONT", "WINCH"];

    /// <summary>What stands in a task's scratch directory before its command starts.</summary>
    public static ShapeOf<IReadOnlyList<InputDraft>> Inputs { get; } = new ListShape<InputDraft>(
        new TolerantShape<InputDraft>(
            new EitherShape<InputDraft>(
                s_path.To(file => (InputDraft)new InputDraft.PlainFile(file, null, false)),
                PlainFile().To(file => (InputDraft)file),
                Template().To(template => (InputDraft)template),
                Results().To(results => (InputDraft)results)),
            new InputDraft.PlainFile(null, null, false)),
        "a list of inputs",
        0);

    /// <summary>What a task must produce.</summary>
    public static ShapeOf<IReadOnlyList<OutputDraft>> Outputs { get; } = new ListShape<OutputDraft>(
        new TolerantShape<OutputDraft>(
            new EitherShape<OutputDraft>(
                s_glob.To(glob => (OutputDraft)new OutputDraft.Matching(glob, false)),
                Matching().To(output => (OutputDraft)output),
                ListedIn().To(output => (OutputDraft)output)),
            new OutputDraft.Matching(null, false)),
        "a list of outputs",
        0);

    /// <summary>Programs by name.</summary>
    public static ShapeOf<ImmutableList<KeyValuePair<ScalarNode, IReadOnlyList<BuildDraft>>>> Binaries { get; } =
        new RecordShape<ImmutableList<KeyValuePair<ScalarNode, IReadOnlyList<BuildDraft>>>>(
            "binaries", "Programs by the name under which the command calls them.", "a mapping of names to programs", [])
        .Chosen(
            "a program",
            ("letters, digits, '.', '_' and '-', a letter or digit first", "^[A-Za-z0-9][A-Za-z0-9._-]*$"),
            new EitherShape<IReadOnlyList<BuildDraft>>(
                s_path.To(path => (IReadOnlyList<BuildDraft>)[new BuildDraft(CpuLevel.Base, path)]),
                Builds().To(builds => (IReadOnlyList<BuildDraft>)builds)),
            mayAdd: true,
            (programs, name, builds) => programs.Add(new(name, builds)));

    /// <summary>Files from which a new attempt goes on.</summary>
    public static ShapeOf<CheckpointDraft> Checkpoint { get; } =
        new RecordShape<CheckpointDraft>(
            "checkpoint", "The files from which a new attempt goes on where the last one stopped.", "a mapping with 'files'", new CheckpointDraft())
        .Required("files", s_globs, "Patterns of the checkpoint files; all that match form one generation.", (c, files) => c with { Files = files })
        .Optional("commit-on", s_glob, "every file is a generation of its own", "Pattern of the file whose appearance completes a generation.",
            (c, glob) => c with { CommitOn = glob })
        .Optional("keep", Scalars.Whole(1, 100), "2", "Generations kept in the store.", (c, keep) => c with { Spec = c.Spec with { Keep = (int)keep } })
        .Optional("signal", Scalars.Choice([.. s_signals.Select(signal => (signal, signal))]), "none",
            "Signal that asks the command for a checkpoint.", (c, signal) => c with { Spec = c.Spec with { Signal = signal } });

    private static RecordShape<InputDraft.PlainFile> PlainFile() =>
        new RecordShape<InputDraft.PlainFile>("file", "A file that is the same for every task.", "{file: <path>}", new(null, null, false))
        .Required("file", s_path, "The file, relative to the campaign file or absolute.", (input, path) => input with { Path = path })
        .Optional("as", s_path, "the file's own name", "Its path in the scratch directory; may hold ${...}.", (input, name) => input with { As = name })
        .Optional("executable", Scalars.Truth, "false", "Whether the file may be executed.", (input, flag) => input with { Executable = flag })
        .MarkedBy("file");

    private static RecordShape<InputDraft.Template> Template() =>
        new RecordShape<InputDraft.Template>("template", "A text file in which ${...} is filled in for each task.", "{template: <path>}", new(null, null))
        .Required("template", s_path, "The template, relative to the campaign file or absolute.", (input, path) => input with { Path = path })
        .Optional("as", s_path, "the file's own name", "Its path in the scratch directory; may hold ${...}.", (input, name) => input with { As = name })
        .MarkedBy("template");

    private static RecordShape<InputDraft.Results> Results() =>
        new RecordShape<InputDraft.Results>("results", "Outputs of the tasks of an earlier stage.", "{results: <stage>}", new(null, [], null))
        .Required("results", Scalars.Name("stage"), "Stage whose outputs are taken; it must stand under 'after'.", (input, stage) => input with { Stage = stage })
        .Optional("files", s_globs, "all outputs", "Patterns of the outputs to take.", (input, files) => input with { Files = files })
        .Optional("into", s_path, ".", "Directory in the scratch; may hold ${...}, also ${<stage>.<axis>} of the earlier task.",
            (input, directory) => input with { Into = directory })
        .MarkedBy("results");

    private static RecordShape<OutputDraft.Matching> Matching() =>
        new RecordShape<OutputDraft.Matching>("output", "Files that match a pattern.", "{glob: <pattern>}", new(null, false))
        .Required("glob", s_glob, "Pattern (*, ?, and ** over directories) or name; may hold ${...}.", (output, glob) => output with { Glob = glob })
        .Optional("optional", Scalars.Truth, "false", "Whether a task may end without such a file.", (output, flag) => output with { Optional = flag })
        .MarkedBy("glob");

    private static RecordShape<OutputDraft.ListedIn> ListedIn() =>
        new RecordShape<OutputDraft.ListedIn>("listed-output", "Files whose names stand in an input file.", "{listed-in: <input>, pattern: <regex>}", new(null, null))
        .Required("listed-in", s_path, "Input file (as it is named in the scratch directory) that names the outputs.", (output, file) => output with { File = file })
        .Required("pattern", Scalars.Filled("a regular expression with one group"),
            "Regular expression tried on each line; its one group is the name of an output.", (output, pattern) => output with { Pattern = pattern })
        .MarkedBy("listed-in");

    private static RecordShape<ImmutableList<BuildDraft>> Builds()
    {
        var levels = new RecordShape<ImmutableList<BuildDraft>>(
            "builds", "Builds of one program for different processors; the best that the machine can run is taken.",
            "a mapping of some of 'avx512', 'avx2', 'avx' and 'base' to files", []);
        foreach (var level in Enum.GetValues<CpuLevel>().Reverse())
        {
            string key = level.ToString().ToLowerInvariant();
            levels.Optional(key, s_path, "none", $"The build for {Needs(level)}.", (builds, path) => builds.Add(new BuildDraft(level, path)));
        }

        return levels;
    }

    private static string Needs(CpuLevel level) => level switch
    {
        CpuLevel.Avx512 => "processors with AVX-512 F, BW, CD, DQ and VL",
        CpuLevel.Avx2 => "processors with AVX2 and FMA",
        CpuLevel.Avx => "processors with AVX",
        _ => "any x86-64 processor",
    };
}
