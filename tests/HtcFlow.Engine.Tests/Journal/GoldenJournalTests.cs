using System.Globalization;
using System.Runtime.CompilerServices;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.State;
using HtcFlow.Core.Tests.Stories;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Recovery;
using HtcFlow.Testing;

namespace HtcFlow.Engine.Tests.Journal;

/// <summary>Replays a journal that an older HtcFlow wrote, for ever: a user's campaign must be resumable after an update.</summary>
/// <remarks>
/// <c>Golden/v1.db</c>, <c>Golden/v2.db</c> and <c>Golden/v3.db</c> were made by <see cref="Make_GoldenJournal_WritesItOnce"/> with
/// <c>HTCFLOW_MAKE_GOLDEN=1</c>, each when its format was the newest one. They may never be made again: a change that makes these tests
/// fail breaks the journals of every campaign under way, and the change is wrong. A new format gets a file beside them.
/// </remarks>
public sealed class GoldenJournalTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    // Facts that the first format knew; later ones stand in later golden journals.
    private const int KindsOfTheFirstFormat = 14;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_Golden_GivesTheEntriesThatWereWritten(int format)
    {
        using SqliteJournal journal = OpenCopy(format);

        Assert.Equal(EntriesOf(format).Select(Bytes), journal.Read(0).Select(Bytes));
    }

    [Fact]
    public void Read_Golden_HoldsEveryKindOfFact()
    {
        HashSet<Type> first = [.. GoldenStory.Entries().Select(e => e.Fact.GetType())];
        HashSet<Type> all = [.. first, .. GoldenWorld.Entries().Concat(GoldenWeights.Entries()).Select(e => e.Fact.GetType())];

        Assert.Equal(KindsOfTheFirstFormat, first.Count);
        Assert.Equal(typeof(Fact).GetNestedTypes().Length, all.Count);
    }

    [Fact]
    public void Replay_Golden_GivesTheStateItAlwaysGave() => Snapshot.Match(StateOf(1));

    [Fact]
    public void Replay_GoldenOfFormat2_GivesTheStateItAlwaysGave() => Snapshot.Match(StateOf(2));

    [Fact]
    public void Replay_GoldenOfFormat3_GivesTheStateItAlwaysGave() => Snapshot.Match(StateOf(3));

    [Fact]
    public void Make_GoldenJournal_WritesItOnce()
    {
        string file = Golden(SqliteJournal.FormatVersion);
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("HTCFLOW_MAKE_GOLDEN") == "1" && !File.Exists(file),
            "the golden journal is made once, with HTCFLOW_MAKE_GOLDEN=1");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        IReadOnlyList<JournalEntry> entries = EntriesOf(SqliteJournal.FormatVersion);
        using SqliteJournal journal = SqliteJournal.Open(file);
        journal.Append(entries, []);
        journal.Keep(SnapshotCampaign.After(entries.Take(entries.Count - 4)));
    }

    public void Dispose() => _directory.Dispose();

    private static string Bytes(JournalEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{entry.Sequence} {entry.At:O} {Convert.ToHexString(FactCodec.Encode(entry.Fact))}");

    private static string TextOf(StageSpec s) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        spec {s.Name}: {s.Sweep.Count} tasks of {string.Join(' ', s.Command)}, pack {s.Pack}, tolerate {s.Tolerate}
          after {string.Join("; ", s.After.Select(e => $"{e.Stage} {e.Kind} {string.Join(',', e.Axes)}"))}
          environment {string.Join(' ', s.Environment)}
          inputs {string.Join("; ", s.Inputs.Select(i => i.GetType().Name))}
          binaries {string.Join("; ", s.Binaries.Select(b => $"{b.Name}: {string.Join(' ', b.Builds.Select(x => $"{x.Level} {x.Path} {x.Sha256} {x.Travels}"))}"))}
          outputs {string.Join("; ", s.Outputs.Select(o => o.ToString()))}
          checkpoint {s.Checkpoint?.CommitOn} {s.Checkpoint?.Keep} {s.Checkpoint?.Signal}
          resources {s.Resources.Vcpus} {s.Resources.MemoryBytes} {s.Resources.ScratchBytes} {s.Resources.Walltime}
          watch {s.Watch.Silence} {s.Watch.BandwidthBytesPerSecond}
          retry {s.Retry.Attempts} {s.Retry.Interruptions} {string.Join(',', s.Retry.On)} {string.Join(',', s.Retry.ExitCodes)} {s.Retry.Delay}

        """);

    private static string Golden(int format, [CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(SourceTree.Resolve(file))!, "Golden", $"v{format}.db");

    private static IReadOnlyList<JournalEntry> EntriesOf(int format) => format switch
    {
        1 => GoldenStory.Entries(),
        2 => GoldenWorld.Entries(),
        _ => GoldenWeights.Entries(),
    };

    // The same with a snapshot, when there is one, as without.
    private string StateOf(int format)
    {
        using SqliteJournal journal = OpenCopy(format);
        CampaignState state = Replay.Load(journal).State;
        string text = StateText.Of(state);
        Assert.Equal(text, StateText.Of(Replay.Load(journal, _ => { }).State));

        // Without the first line, the campaign as JSON: it grows with every setting that is added. What it means is below.
        return text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..] + string.Concat(state.Spec.Stages.Select(TextOf));
    }

    // SQLite writes into the directory of a file that it merely reads.
    private SqliteJournal OpenCopy(int format)
    {
        string copy = _directory.At($"journal-{format}.db");
        File.Copy(Golden(format), copy);
        return SqliteJournal.Open(copy);
    }
}
