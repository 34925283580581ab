using HtcFlow.Testing;

namespace HtcFlow.Campaigns.Tests.Sweeps;

/// <summary>What people read when a parameter space is wrong.</summary>
public sealed class BadSweepTests
{
    [Fact]
    public void Read_BadSweep_SaysWhatAndWhere() => Snapshot.Match(Trial.StageTranscript(
        ["sweep: {}"],
        ["sweep: 1..3"],
        ["sweep: {seed: 5}"],
        ["sweep: {seed: 1-5}"],
        ["sweep: {seed: 1...5}"],
        ["sweep: {seed: []}"],
        ["sweep: {seed: 200..1}"],
        ["sweep: {seed: 0.1..0.5}"],
        ["sweep: {seed: 1..99999999999999999999}"],
        ["sweep: {seed: 99999999999999999999..99999999999999999999}"],
        ["sweep: {a: 1..2000000, b: 1..2000000}"],
        ["sweep: {seed: [1, 2, 1]}"],
        ["sweep: {seed: {from: 1, to: 2, step: 0}}"],
        ["sweep: {seed: {from: 1, to: 2, step: -0.5}}"],
        ["sweep: {seed: {from: 2, to: 1, step: 1}}"],
        ["sweep: {seed: {from: 1, to: 2}}"],
        ["sweep: {seed: {from: a, to: 2, step: 1}}"],
        ["sweep: {seed: {from: 0, to: 1, step: 1e-13}}"],
        ["sweep: {seed: {from: 0, to: 1, step: 1e-29}}"],
        ["sweep: {seed: {from: 0.1234567890123456789012345678, to: 10, step: 1}}"],
        ["sweep: {seed: {from: 1, til: 2, step: 1}}"],
        ["sweep: {zip: {a: [1, 2], b: [1, 2, 3]}}"],
        ["sweep: {zip: {a: [1, 1], b: [x, x]}}"],
        ["sweep: {zip: {a: [1, 2]}, a: [3]}"],
        ["sweep: {2x: [1]}"],
        ["sweep: {seed: {like: one}}"],
        ["sweep: {seed: {like: two}}"],
        ["sweep: {seed: [~, null, ]}"]));

    [Fact]
    public void Read_LikeThatLeadsNowhere_SaysWhatAndWhere() => Snapshot.Match(Trial.Transcript(
    [
        ("circle", Trial.Read(Trial.Head + "  a: {command: [x], sweep: {s: {like: b}}}\n  b: {command: [x], sweep: {s: {like: a}}}\n")),
        ("no such axis", Trial.Read(Trial.Head + "  a: {command: [x], sweep: {sede: {like: b}}}\n  b: {command: [x], sweep: {seed: 1..2}}\n")),
        ("column with repeats", Trial.Read(Trial.Head + "  a: {command: [x], sweep: {s: {like: b}}}\n  b: {command: [x], sweep: {zip: {s: [1, 1], t: [1, 2]}}}\n")),
        ("axis and variable", Trial.Read("variables: {s: 1}\n" + Trial.Head + "  a: {command: [x], sweep: {s: [1]}}\n")),
    ]));

    [Fact]
    public void Read_BadTable_SaysWhereInTheTable() => Snapshot.Match(Trial.Transcript(
        from csv in new[]
        {
            "",
            "a,b\n",
            "a,b\n1,2\n3\n4,5,6\n",
            "a,a,2x\n1,2,3\n",
            "a,b\n1,2\n\n1,2\n",
            "a,b\n\"1,2\n3,4\n",
            "a,b\n\"1\"x,2\n",
            "a,b\n1\"2,3\n",
            "a,b\n1,\u00012\n",
        }
        select (csv.ReplaceLineEndings("\\n"), Trial.Read(Trial.Stage("sweep: {table: t.csv}"), Trial.Files().Add(Trial.Directory + "/t.csv", csv)))));

    [Fact]
    public void Read_MissingTable_DoesNotCallItsColumnsUnknown()
    {
        var reading = Trial.Read(Trial.Stage("sweep: {table: none.csv}", "command: [run, \"${x}\"]"));

        Assert.Equal("there is no file 'none.csv'", Assert.Single(reading.Problems).Message);
    }
}
