using HtcFlow.Testing;

namespace HtcFlow.Campaigns.Tests.Language;

/// <summary>What people read when a key or a single value is wrong.</summary>
public sealed class BadKeyTests
{
    [Fact]
    public void Read_BadTopLevel_SaysWhatAndWhere() => Snapshot.Match(Trial.Transcript(
        from text in new[]
        {
            "campaign: demo\n",
            "campaign: Demo\nstore: x\nstages: {one: {command: [a]}}\n",
            "name: demo\nstore: x\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: x\nstagse: {one: {command: [a]}}\naxes: {seed: 1..2}\n",
            "campaign: demo\nstore: x\nstages: {}\n",
            "campaign: demo\nstore: x\nstages: [one]\n",
            "campaign: demo\nstore: x\nstages: {One: {command: [a]}, stage: {command: [b]}}\n",
            "campaign: demo\nstore: gs://bucket\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: s3://B\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: s3://key:secret@bucket/p\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: s3://bucket/p?endpoint=http://key:secret@host\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: s3://bucket/p?secret=xyz\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: ~/results\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: ./${campaign.name}\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: x\nbackend: slrum\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: x\nbackend: {local: {slot: 2}}\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: x\nbackend: {local: {slots: 0}}\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: x\nbackend: aws-batch\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: x\nbackend: {local: {targets: {a: {}}, window: 0}}\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: x\nbackend: {slurm: {targets: {A: {}, b: {weight: 0, queue: x}, c: {weight: heavy}}}}\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: x\nbackend: {slurm: {targets: [a, b], window: 1e6}}\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: x\nbackend: {aws-batch: {targets: {a: {queue: q}, b: {region: r}}}}\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: x\nbackend: {gridengine: {queue: a b, runner: bin/runner, scratch: 5, memory-resource: 1G, max-running: 0, extra: -l gpu=1}}\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: x\nbackend: {gridengine: {disable-queues: yes, extra: [], priority: 2000, log-path: logs, extras: [x]}}\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: x\nbackend: {gridengine: {extra: [-l, [x]], targets: {a: {via: host, commands: /opt, extra: \"\"}}}}\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: x\nbackend: {slurm: {constraint: [a], cache: ~/cache, accelerator-resource: gpu=2, commands: bin, via: a b}}\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: x\nbackend: {aws-batch: {queue: q, poll: 0s, search-lag: 5, targets: {a: {poll: 5s}}}}\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: x\nbackend: {mainframe: {}}\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: x\nvariables: {a: ${b}}\nstages: {one: {command: [a, ${b}]}}\n",
            "campaign: demo\nstore: x\nstages: {one: {command: [a, --x=${b}]}}\n",
            "campaign: demo\nstore: x\nvariables:\n  a: ${b}\n  b: ${a}\n  c: ${d}\n  1x: 2\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: x\ndefaults: {command: [a], pack: 0}\nstages: {one: {command: [a]}}\n",
            "campaign: demo\nstore: x\nstore: y\nstages: {one: {command: [a], command: [b]}}\n",
        }
        select (text.TrimEnd().Replace("\n", " | ", StringComparison.Ordinal), Trial.Read(text))));

    [Fact]
    public void Read_BadStage_SaysWhatAndWhere() => Snapshot.Match(Trial.StageTranscript(
        ["command: simulate input.txt"],
        ["command: []"],
        ["command: {a: b}"],
        ["command: [[a], '']"],
        ["command: [a, ]", "pack:"],
        ["sweeps: {seed: 1..2}"],
        ["environment: {2X: 1, HTCFLOW_ORDER: x, Y: [1]}"],
        ["pack: 0"],
        ["pack: \"20\""],
        ["pack: 1.5", "tolerate: 2 %"],
        ["pack: automatic"],
        ["pack: {most: 0}"],
        ["pack: {least: 5}"],
        ["pack: [auto]"],
        ["priority: high"],
        ["priority: 1001"],
        ["tolerate: 101%"],
        ["resources: {vcpus: many, memory: 512, scratch: 1GIB, walltime: 10min}"],
        ["resources: {memory: -1GB, scratch: {on: tmpfs}, accelerator: 1}"],
        ["resources: {memory: 512 MiB, scratch: {size: 1GB, on: ram}}"],
        ["watch: {silence: 5, bandwidth: 2GB}"],
        ["watch: {bandwidth: automatic, pace: 0.5, memory: auto, stragglers: 1}"],
        ["watch: {pace: 96%, memory: 40%}"],
        ["retry: {attempts: 16, interruptions: 201, on: [fail], exit-codes: [0, 300, 5-1, x]}"],
        ["checkpoint: {keep: 0, signal: SIGUSR1}"],
        ["checkpoint: state.chk"],
        ["outputs: [{glob: a, optional: yes}]"],
        ["binaries: {p: {avx1024: x}}"]));

    [Fact]
    public void Read_FaultyTree_ReportsAllProblemsInOnePass() => Snapshot.Match(Trial.Transcript(
    [
        ("everything wrong", Trial.Read(
            """
            campaign: demo
            stor: ./results
            stages:
              write:
                sweep: {density: [1500, 1500], seed: 9..1}
                command: run ${desnity}
                pack: many
              read:
                after: {wirte: all}
                command: [read, "${seed}"]
                inputs: [missing.txt, {results: write}]
                outputs: [../x]
            """)),
    ]));
}
