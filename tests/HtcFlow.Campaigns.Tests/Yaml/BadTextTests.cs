using System.Text;
using HtcFlow.Testing;

namespace HtcFlow.Campaigns.Tests.Yaml;

/// <summary>What people read when the text is no YAML, or more of it than anyone writes.</summary>
public sealed class BadTextTests
{
    private static readonly string[] s_texts =
    [
        "", "# only a comment\n", "just words\n", "- a\n- b\n", "a: 1\n---\nb: 2\n", "a: b\n...\nc: d\n",
        "campaign: demo\nstages:\n\tone: 1\n", "a: 1\n\tb: 2\n", "a:\n  - 1\n \t- 2\n",
        "a: [1, 2\nb: 3\n", "a: {x: 1\n", "a: [\"]\", '[', # [\n  b c\nd: [1, {e: 2]\n", "a: [b c d: e]\n", "a: \"open\nb: 1\n", "a: 'open", "a: b: c\n", "a: @x\n", "a: `x`\n", "a: %x\n",
        "a\nb: 1\n", "a: 1\nb [x]\nc: 2\n", "a: {d: 1}\nb [x]\n", "a: 1\n b: 2\n", "- a\nb: 1\n", "a: - b\n", "a: ]\n", "key: [a, b]]\n", "a: \"\\q\"\n", "a: \"\\uD800\"\n", "a: \"\\UFFFFFFFF\"\n",
        "a: |9x\n b\n", "a: |\n  x\n \ty\n", "? [a]\n: b\n", "a: *nobody\n", "a: &q [*q]\n", "a: !foo x\n", "a: !!python/object:x y\n",
        "a: {b${", "a: &x {b: 1}\nc:\n  <<: *x\n", "%YAML 3.0\n---\na: b\n", "a: \"\\0\"\n", "a: \0b\n", "a: \u0007b\n", "a: \ud800b\n", "a: 1\na: 2\n",
    ];

    [Fact]
    public void Read_BadYaml_SaysWhatAndWhere() => Snapshot.Match(Trial.Transcript(
        s_texts.Select(text => (Visible(text), Syntax(text)))));

    [Fact]
    public void Read_TooMuch_IsRefused() => Snapshot.Match(Trial.Transcript(
    [
        ("1.2 MB", Trial.Read(new string('#', 1_200_000))),
        ("deep brackets", Trial.Read("a: " + new string('[', 100_000))),
        ("deep indentation", Trial.Read(string.Concat(Enumerable.Range(0, 80).Select(i => new string(' ', i) + "a:\n")))),
        ("alias bomb", Trial.Read(Bomb())),
        ("deep aliases", Trial.Read(Ladder())),
        ("chain of variables", Trial.Read("variables:\n" + Lines(100, i => $"  v{i}: ${{v{i + 1}}}") + "  v100: x\n" + Trial.Head + "  one: {command: [x]}\n")),
        ("chain of likes", Trial.Read(Trial.Head + Lines(70, i => $"  s{i}: {{command: [x], sweep: {{a: {{like: s{i + 1}}}}}}}") + "  s70: {command: [x], sweep: {a: [1]}}\n")),
        ("variables that double", Trial.Read("variables:\n  v0: xx\n" + Lines(20, i => $"  v{i + 1}: ${{v{i}}}${{v{i}}}") + Trial.Head + "  one: {command: [x]}\n")),
        ("defaults for everything", Trial.Read("defaults:\n  environment:\n" + Lines(2000, i => $"    E{i}: x") + Trial.Head + Lines(600, i => $"  s{i}: {{command: [x]}}"))),
        ("binary junk", Trial.Read(Encoding.Latin1.GetString([.. Enumerable.Range(0, 256).Select(i => (byte)((i * 37) + 130))]))),
    ]));

    [Fact]
    public void Read_ManyProblems_StopsAtAThousand()
    {
        string text = Trial.Stage(string.Concat(Enumerable.Range(0, 5000).Select(i => $"x{i}: 1\n")).TrimEnd());

        var problems = Trial.Read(text).Problems;

        Assert.Equal(1001, problems.Count);
        Assert.Contains(problems, problem => problem.Message == "there are more problems than are shown");
    }

    [Fact]
    public void Read_Alias_RepeatsAValue()
    {
        var stage = Trial.SoundStage("sweep: {a: &v [1, 2], b: *v}");

        Assert.Equal(4, stage.Sweep.Count);
    }

    private static CampaignReading Syntax(string text)
    {
        // Unknown keys follow from every sound text here and are not what is looked at.
        var reading = Trial.Read(text);
        Problem[] problems = [.. reading.Problems.Where(p => !p.Message.StartsWith("unknown key", StringComparison.Ordinal) && !p.Message.StartsWith("the campaign has no", StringComparison.Ordinal))];
        return reading with { Problems = problems.Length == 0 ? [reading.Problems[0]] : problems };
    }

    private static string Lines(int count, Func<int, string> line) => string.Concat(Enumerable.Range(0, count).Select(i => line(i) + "\n"));

    private static string Bomb()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        return text.ToString();
    }

    private static string Ladder()
    {
        var text = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 100; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [*a{i - 1}]\n");
        }

        return text.ToString();
    }

    private static string Visible(string text) => string.Concat(text.Select(c => c switch
    {
        '\n' => "\\n",
        '\t' => "\\t",
        _ when char.IsControl(c) || char.IsSurrogate(c) => $"\\u{(int)c:x4}",
        _ => c.ToString(),
    }));
}
