using System.Text.RegularExpressions;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Substitution;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Stage;

/// <summary>Finds out what a task must produce, from its patterns and from the names that an input file lists.</summary>
internal static class DeclaredOutputs
{
    /// <summary>Reads the declarations; inputs must be in place.</summary>
    /// <param name="outputs">Declarations.</param>
    /// <param name="bindings">Names of the task.</param>
    /// <param name="scratch">Scratch directory.</param>
    /// <param name="rules">The rules, when nothing is wrong.</param>
    /// <returns>Null, or why the command cannot start.</returns>
    public static Refusal? Read(IReadOnlyList<OutputSpec> outputs, TaskBindings bindings, string scratch, out OutputRules rules)
    {
        var globs = new List<WantedGlob>();
        var listed = new List<string>();
        Refusal? refusal = null;
        foreach (OutputSpec output in outputs)
        {
            if (output is OutputSpec.Matching matching)
            {
                string text = bindings.Render(matching.Glob);
                globs.Add(new WantedGlob(text, Glob.Parse(text), matching.Optional));
            }
            else if (output is OutputSpec.ListedIn list)
            {
                refusal ??= ReadList(bindings.Render(list.File), list.Pattern, scratch, listed);
            }
        }

        rules = new OutputRules(globs, listed);
        return refusal;
    }

    private static Refusal? ReadList(string file, string pattern, string scratch, List<string> names)
    {
        string path = Path.Combine(scratch, file);
        if (!ScratchPath.IsInside(file) || !File.Exists(path))
        {
            return new Refusal(ExitCode.InputMissing, $"'{file}', which lists the outputs, is not among the inputs");
        }

        Regex regex;
        try
        {
            regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return new Refusal(ExitCode.InputMissing, $"the pattern '{pattern}' for the names in '{file}' cannot be used: {e.Message}");
        }

        foreach (string line in File.ReadLines(path))
        {
            foreach (Match match in regex.Matches(line))
            {
                string name = match.Groups[1].Value;
                name = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
                if (!ScratchPath.IsInside(name))
                {
                    return new Refusal(ExitCode.InputMissing, $"'{file}' lists the output '{name}', which lies outside of the scratch directory");
                }

                names.Add(name);
            }
        }

        return names.Count > 0
            ? null
            : new Refusal(ExitCode.InputMissing, $"'{file}' lists no output: nothing in it matches '{pattern}'");
    }
}
