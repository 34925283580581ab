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
/// <c>Golden/v1.db</c> was made by <see cref="Make_GoldenJournal_WritesItOnce"/> with <c>HTCFLOW_MAKE_GOLDEN=1</c>, when format 1 was
/// the only one. It may never be made again: a change that makes these tests fail breaks the journals of every campaign under way, and the
/// change is wrong. A new format gets a file <c>v2.db</c> beside it.
/// </remarks>
public sealed class GoldenJournalTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    // Facts that the first format knew; later ones stand in later golden journals.
    private const int KindsOfTheFirstFormat = 14;

    [Fact]
    public void Read_Golden_HoldsEveryKindOfFactOfItsTime()
    {
        using SqliteJournal journal = OpenCopy();

        Type[] kinds = [.. journal.Read(0).Select(e => e.Fact.GetType()).Distinct()];

        Assert.Equal(KindsOfTheFirstFormat, kinds.Length);
        Assert.Equal(GoldenStory.Entries().Select(Bytes), journal.Read(0).Select(Bytes));
    }

    [Fact]
    public void Replay_Golden_GivesTheStateItAlwaysGave()
    {
        using SqliteJournal journal = OpenCopy();

        CampaignState state = Replay.Load(journal).State;

        // Without the first line, the campaign as JSON: it grows with every setting that is added. What it means is below.
        string text = StateText.Of(state);
        Snapshot.Match(text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..] + string.Concat(state.Spec.Stages.Select(TextOf)));
    }

    [Fact]
    public void Make_GoldenJournal_WritesItOnce()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("HTCFLOW_MAKE_GOLDEN") == "1" && !File.Exists(Golden()),
            "the golden journal is made once, with HTCFLOW_MAKE_GOLDEN=1");
        Directory.CreateDirectory(Path.GetDirectoryName(Golden())!);
        using SqliteJournal journal = SqliteJournal.Open(Golden());
        journal.Append(GoldenStory.Entries(), []);
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

    private static string Golden([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(SourceTree.Resolve(file))!, "Golden", "v1.db");

    // SQLite writes into the directory of a file that it merely reads.
    private SqliteJournal OpenCopy()
    {
        string copy = _directory.At("journal.db");
        File.Copy(Golden(), copy);
        return SqliteJournal.Open(copy);
    }
}
