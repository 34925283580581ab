namespace HtcFlow.Acceptance.Files;

/// <summary>Sweeps, names and files on their way from the campaign through tasks to the results.</summary>
public sealed class HandoverTests
{
    [Fact]
    public void Stages_WithSweepsOfEveryKind_HandTheirFilesOver()
    {
        const string Stages = """
            variables: {label: "${campaign.name} of ünits"}
            stages:
              zipped:
                sweep: {zip: {width: [20, 30], height: [5, 8]}}
                command: [/usr/bin/env, printf, "%s-%s", "${width}", "${height}"]
              listed:
                sweep: {table: points.csv}
                inputs: [task.sh, {template: run.in, as: "run ${stage.name}.in"}]
                command: [/bin/sh, task.sh, "${x}", "${y}"]
                outputs: [{listed-in: "run ${stage.name}.in", pattern: "^result = (.+)$"}]
              each:
                sweep: {table: points.csv}
                after: {listed: each}
                inputs: [task.sh, {results: listed, files: ["grüße *.txt"], into: from}]
                command: [/bin/sh, -c, "cat from/*.txt >\"copy ${task.index:02}.txt\""]
                outputs: ["copy *.txt"]
              all:
                after: [listed, each]
                inputs:
                  - {results: listed, into: "l/${listed.x}"}
                  - {results: each, into: "e/${each.x}"}
                command: [/bin/sh, -c, "for f in l/*/* e/*/*; do echo \"$f\" >>all.txt; cat \"$f\" >>all.txt; done"]
                outputs: [all.txt]
            """;
        using var run = new SmallRun(
            Stages,
            "echo \"$1 $2\" >\"grüße $1.txt\"; grep -q '^label = c of ünits$' run\\ listed.in && echo y >plain-$2\n");
        run.Write("points.csv", "x,y\r\n1,\"one, two\"\r\n2,b b\r\n");
        run.Write("run.in", "label = ${label}\nresult = grüße ${x}.txt\nresult = plain-${y}\n");
        run.Submit();

        Assert.Equal("20-5", run.Expect(0, "logs", "c", "zipped", "0").Split('\n')[0].Split("attempt")[0]);
        IReadOnlyDictionary<string, string> files = run.Fetch();
        Assert.Equal("1 one, two\n", files["listed/0/grüße 1.txt"]);
        Assert.Equal("y\n", files["listed/1/plain-b b"]);
        Assert.Equal("2 b b\n", files["each/1/copy 01.txt"]);
        string[] all = files["all/0/all.txt"].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(12, all.Length);
        Assert.Contains("l/1/grüße 1.txt", all);
        Assert.Contains("e/2/copy 01.txt", all);
    }
}
