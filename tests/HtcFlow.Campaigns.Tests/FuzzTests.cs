using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace HtcFlow.Campaigns.Tests;

/// <summary>No text makes the reader throw, and what it accepts is sound.</summary>
public sealed class FuzzTests
{
    // What the language is made of: far more likely to reach deep places than random characters are.
    private static readonly string[] s_tokens =
    [
        "campaign", "store", "stages", "sweep", "zip", "table", "like", "from", "to", "step", "after", "each", "all", "command", "inputs", "template",
        "results", "into", "outputs", "listed-in", "pattern", "checkpoint", "files", "retry", "exit-codes", "${", "}", "${seed}", "${write.seed}", "$${", "1..3",
        "[", "]", "{", "}", ":", ",", "-", "&a", "*a", "<<", "!!x", "|", ">", "'", "\"", "\\", "\t", "\n", "\n  ", "#", "%", "@", "~", "\0", "\ud800", "é", "\u2028",
        "999999999999999999999999999999", "1e999", "-0", "0.1", "..", "/", "../x", ".htcflow", "\"\\U0011FFFF\"", "\"\\x\"", "---", "...", "? ", "(a)", "(", "(?=a)b(c)",
    ];

    // Enough to notice what a change breaks; HTCFLOW_FUZZ_RUNS asks for a longer search.
    private static readonly int s_runs = int.TryParse(Environment.GetEnvironmentVariable("HTCFLOW_FUZZ_RUNS"), out int runs) ? runs : 1000;

    [Fact]
    public void Read_RandomBytes_NeverThrows() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(s_runs),
        Prop.ForAll<byte[]>(bytes => IsConsistent(Encoding.UTF8.GetString(bytes)) && IsConsistent(Encoding.Latin1.GetString(bytes))));

    [Fact]
    public void Read_MutatedSamples_NeverThrows()
    {
        string[] samples = [.. Sample.Names.Select(Sample.Text)];
        var mutants =
            from sample in Gen.Elements(samples)
            from edits in Gen.ListOf(
                from at in Gen.Choose(0, 10_000)
                from length in Gen.Choose(0, 12)
                from token in Gen.Elements(s_tokens)
                select (at, length, token))
            select edits.Take(6).Aggregate(sample, (text, edit) =>
            {
                int at = edit.at % (text.Length + 1);
                return text.Remove(at, Math.Min(edit.length, text.Length - at)).Insert(at, edit.token);
            });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(s_runs), Prop.ForAll(mutants.ToArbitrary(), IsConsistent));
    }

    [Fact]
    public void Read_RandomTokens_NeverThrows() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(s_runs),
        Prop.ForAll(Gen.ListOf(Gen.Elements(s_tokens)).Select(tokens => string.Concat(tokens)).ToArbitrary(), IsConsistent));

    [Fact]
    public void Read_RandomOverrides_NeverThrows()
    {
        string sample = Sample.Text("pipeline");
        string[] paths = ["stages.write.sweep.seed", "stages.read.after", "stages.write.inputs", "stages.write.command.0", "variables.bits", "store", "backend", "stages", "", "."];
        var overrides =
            from path in Gen.Elements(paths)
            from tokens in Gen.ListOf(Gen.Elements(s_tokens))
            select path + "=" + string.Concat(tokens.Take(5));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(s_runs), Prop.ForAll(overrides.ToArbitrary(), text => IsConsistent(sample, text)));
    }

    [Fact]
    public void Read_RandomCsv_NeverThrows()
    {
        string[] tokens = ["a", "b", ",", "\n", "\r\n", "\"", "\"\"", "1", "", "\0", "\ud800", "é"];
        string text = Trial.Stage("sweep: {table: t.csv}");
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(s_runs),
            Prop.ForAll(Gen.ListOf(Gen.Elements(tokens)).Select(parts => "a,b\n" + string.Concat(parts)).ToArbitrary(), csv =>
                IsConsistent(Trial.Read(text, Trial.Files().Add(Trial.Directory + "/t.csv", csv)))));
    }

    [Fact]
    public void Read_RandomSweeps_DecodeWithoutRepeats()
    {
        var axis = Gen.OneOf(
            from first in Gen.Choose(-5, 5)
            from length in Gen.Choose(0, 4)
            select $"{first}..{first + length}",
            from start in Gen.Choose(-20, 20)
            from end in Gen.Choose(-20, 20)
            from step in Gen.Elements("0.1", "-0.25", "1", "-3", "0.5e-1")
            select $"{{from: {start}e-1, to: {end}e-1, step: {step}}}",
            Gen.ListOf(Gen.Elements("1", "01", "no", "1.0", "x", "\"\"")).Select(items => $"[{string.Join(", ", items.Take(4))}]"));
        var sweeps =
            from a in axis
            from b in axis
            from c in axis
            from zip in Gen.Elements(true, false)
            select zip ? $"sweep: {{zip: {{a: {a}, b: {b}}}, c: {c}}}" : $"sweep: {{a: {a}, b: {b}, c: {c}}}";
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(s_runs), Prop.ForAll(sweeps.ToArbitrary(), HasNoRepeats));
    }

    private static bool HasNoRepeats(string sweep)
    {
        var reading = Trial.Read(Trial.Stage(sweep));
        if (reading.Spec is null)
        {
            return reading.Problems.Count > 0;
        }

        var decoded = reading.Spec.Stages[0].Sweep;
        string[] elements = [.. Enumerable.Range(0, (int)decoded.Count).Select(i => string.Join('|', "abc".Select(axis => decoded.ValueOf(i, axis.ToString()))))];
        return elements.Distinct().Count() == elements.Length;
    }

    private static bool IsConsistent(string text) => IsConsistent(text, []);

    private static bool IsConsistent(string text, params string[] overrides) => IsConsistent(Trial.Read(text, overrides));

    private static bool IsConsistent(CampaignReading reading) =>
        reading.Spec is null == reading.Problems.Any(problem => problem.Severity == Severity.Error)
        && reading.Problems.All(problem => problem is { Line: > 0, Column: > 0, Message.Length: > 0, Advice.Length: > 0 });
}
