using HtcFlow.Testing;

namespace HtcFlow.Campaigns.Tests.Assembly;

/// <summary>What people read when names, files, stages or paths do not fit each other.</summary>
public sealed class BadReferenceTests
{
    [Fact]
    public void Read_BadDependency_SaysWhatAndWhere() => Snapshot.Match(Trial.Transcript(
        from stages in new[]
        {
            "  a: {command: [x], after: b}\n",
            "  write: {command: [x]}\n  read: {command: [x], after: [wirte]}\n",
            "  a: {command: [x], after: a}\n",
            "  a: {command: [x], after: c}\n  b: {command: [x], after: a}\n  c: {command: [x], after: b}\n  d: {command: [x], after: c}\n",
            "  a: {command: [x]}\n  b: {command: [x], after: [a, a]}\n",
            "  a: {command: [x], sweep: {s: 1..3}}\n  b: {command: [x], sweep: {s: 1..4}, after: {a: each}}\n",
            "  a: {command: [x], sweep: {s: 1..3}}\n  b: {command: [x], sweep: {s: 1..4}, after: {a: [s]}}\n",
            "  a: {command: [x], sweep: {s: [1, 2]}}\n  b: {command: [x], sweep: {s: [1, 3]}, after: {a: [s]}}\n",
            "  a: {command: [x], sweep: {zip: {s: [1, 2], t: [1, 2]}}}\n  b: {command: [x], sweep: {s: [1, 2]}, after: {a: [s]}}\n",
            "  a: {command: [x], sweep: {seed: 1..3}}\n  b: {command: [x], sweep: {seed: 1..3}, after: {a: [sede, seed, seed]}}\n",
            "  a: {command: [x], sweep: {s: 1..3}}\n  b: {command: [x], after: {a: [s]}}\n",
            "  a: {command: [x]}\n  b: {command: [x], after: {a: some}}\n",
            "  a: {command: [x]}\n  b: {command: [x], after: {a: []}}\n",
        }
        select (stages.TrimEnd().Replace("\n", " | ", StringComparison.Ordinal), Trial.Read(Trial.Head + stages))));

    [Fact]
    public void Read_BadName_SaysWhatAndWhere() => Snapshot.Match(Trial.StageTranscript(
        ["command: [run, \"${sede}\"]", "sweep: {seed: 1..2}"],
        ["command: [run, \"--x=${\", \"${}\", \"${seed:3}\"]", "sweep: {seed: 1..2}"],
        ["command:\n- run\n- 'a ${task.idx} b ${stage.nam}'"],
        ["environment: {X: \"${HOME}\"}"],
        ["outputs: [\"${nobody}.dat\"]"],
        ["command: [run, \"${write.seed}\", [x], \"${nope}\"]"]));

    [Fact]
    public void Read_BadTargetsOfAStage_SaysWhatAndWhere() => Snapshot.Match(Trial.Transcript(
        from text in new[]
        {
            "backend: {slurm: {targets: {thin: {}, fat: {}}}}\nstages:\n  a: {command: [x], targets: [fta, thin, thin]}\n  b: {command: [x], targets: [Fat]}\n",
            "backend: {slurm: {targets: {thin: {}, fat: {}}}}\nstages:\n  a: {command: [x], targets: []}\n  b: {command: [x], targets: fat}\n  c: {command: [x], targets: [[fat]]}\n",
            "backend: {slurm: {targets: {thin: {}, fat: {}}}}\ndefaults:\n  targets: [elsewhere]\nstages:\n  a: {command: [x]}\n  b: {command: [x]}\n",
            "backend: {slurm: {queue: q, partition: p}}\nstages:\n  a: {command: [x], targets: [fat]}\n",
            "backend: slurm\nstages:\n  a: {command: [x], targets: [fat]}\n",
            "stages:\n  a: {command: [x], targets: [fat]}\n",
        }
        select (text.TrimEnd().Replace("\n", " | ", StringComparison.Ordinal), Trial.Read("campaign: demo\nstore: x\n" + text))));

    [Fact]
    public void Read_BadTemplateFile_SaysWhereInTheTemplate() => Snapshot.Match(Trial.Transcript(
    [
        ("unknown names", Trial.Read(
            Trial.Stage("sweep: {seed: 1..2}", "inputs: [{template: t.in}]"),
            Trial.Files().Add(Trial.Directory + "/t.in", "# input\nseed = ${seed}\n  density = ${densty}, ${sed}\nopen ${ and\n\nend ${seed:x} ${nope}\n"))),
        ("binary", Trial.Read(Trial.Stage("inputs: [{template: t.in}]"), Trial.Files().Add(Trial.Directory + "/t.in", [0x61, 0x0a, 0x62, 0x00, 0x63]))),
        ("too large", Trial.Read(Trial.Stage("inputs: [{template: t.in}]"), Trial.Files().Add(Trial.Directory + "/t.in", new byte[20_000_000]))),
    ]));

    [Fact]
    public void Read_BadFile_SaysWhatAndWhere() => Snapshot.Match(Trial.StageTranscript(
        ["inputs: [grain.txt, bin, {file: /nowhere/x}]"],
        ["inputs: [\"${dir}/grains.txt\"]"],
        ["inputs: grains.txt"],
        ["inputs: [{files: a}, {}, [a]]"],
        ["inputs: [{file: grains.txt, template: write.in}]"],
        ["inputs: [{file: grains.txt, as: /etc/x}, {file: grains.txt, as: ../x}, {file: grains.txt, as: dir/}, {file: grains.txt, as: .htcflow/x}]"],
        ["inputs: [{file: grains.txt, as: \"${v}/x\"}]", "sweep: {v: [a, ../b]}"],
        ["inputs: [{results: one}]"],
        ["inputs: [{results: two}]"],
        ["binaries: {solver: bin/sovler, other: {avx2: /anywhere/x, base: bin}}"],
        ["outputs: [/x, a/../b, ~/y, \"\"]"],
        ["checkpoint: {files: [/x, \"${seed}.chk\"], commit-on: ../y}"]));

    [Fact]
    public void Read_BadOutputs_SaysWhatAndWhere() => Snapshot.Match(Trial.StageTranscript(
        ["outputs: [a.dat, ./a.dat]"],
        ["outputs: [grains.txt]", "inputs: [grains.txt]"],
        ["outputs: [state.chk]", "checkpoint: {files: [state.chk]}"],
        ["inputs: [grains.txt, {file: plain.in, as: grains.txt}]"],
        ["outputs: [{listed-in: write.inn, pattern: \"^(.*)$\"}]", "sweep: {density: [1], seed: [1]}", "inputs: [{template: write.in}]"],
        ["outputs: [{listed-in: plain.in, pattern: \"a(b\"}]", "inputs: [plain.in]"],
        ["outputs: [{listed-in: plain.in, pattern: \"a(b)(c)\"}, {listed-in: plain.in, pattern: abc}]", "inputs: [plain.in]"],
        ["outputs: [{listed-in: plain.in, pattern: '(?=x)(b)\\1'}]", "inputs: [plain.in]"],
        ["outputs: [{listed-in: plain.in}]", "inputs: [plain.in]"]));

    [Fact]
    public void Read_ResultsThatMeet_SaysWhatAndWhere() => Snapshot.Match(Trial.Transcript(
        from stages in new[]
        {
            "  a: {command: [x], outputs: [r.txt]}\n  b: {command: [x], outputs: [r.txt]}\n  c: {command: [x], after: [a, b], inputs: [{results: a}, {results: b}]}\n",
            "  a: {command: [x], outputs: [r.txt]}\n  b: {command: [x], outputs: [r.txt]}\n  c: {command: [x], after: [a, b], inputs: [{results: a}, {results: b, into: b}]}\n",
            "  a: {command: [x], sweep: {s: 1..3}, outputs: [r.txt]}\n  c: {command: [x], after: [a], inputs: [{results: a}]}\n",
            "  a: {command: [x], sweep: {s: 1..3}, outputs: [\"r-*.txt\"]}\n  c: {command: [x], after: [a], inputs: [{results: a}]}\n",
            "  a: {command: [x], sweep: {s: 1..3}, outputs: [\"r-${s}.txt\"]}\n  c: {command: [x], after: [a], inputs: [{results: a}]}\n",
            "  a: {command: [x], sweep: {s: 1..3, t: 1..2}, outputs: [r.txt]}\n  c: {command: [x], after: [a], inputs: [{results: a, into: \"${a.s}\"}]}\n",
            "  a: {command: [x], sweep: {s: 1..3, t: 1..2}, outputs: [r.txt]}\n  c: {command: [x], sweep: {t: 1..2}, after: {a: [t]}, inputs: [{results: a, into: \"${a.s}\"}]}\n",
            "  a: {command: [x]}\n  c: {command: [x], after: [a], inputs: [{results: a, into: \"${a.z}\"}]}\n",
            "  a: {command: [x], outputs: [r.txt]}\n  c: {command: [x], inputs: [{results: a}]}\n",
        }
        select (stages.TrimEnd().Replace("\n", " | ", StringComparison.Ordinal), Trial.Read(Trial.Head + stages))));
}
