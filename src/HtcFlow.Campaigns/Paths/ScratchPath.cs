using HtcFlow.Campaigns.Assembly;
using HtcFlow.Campaigns.Names;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Campaigns.Paths;

/// <summary>Paths in a task's scratch directory: relative, and never out of it.</summary>
internal static class ScratchPath
{
    // The runner keeps the command's own stdout and stderr there.
    private const string RunnersOwn = ".htcflow";

    /// <summary>Checks a path and gives its shortest spelling (<c>./a//b</c> is <c>a/b</c>).</summary>
    public static string Check(ScalarNode node, StageContext stage, NameScope scope)
    {
        string path = TemplateCheck.Check(node, scope, stage.Bench.Problems);
        if (FaultOf(path) is { } fault)
        {
            stage.Bench.Problems.Error(node.Place, $"the path {Wording.Quote(path)} {fault}", "write a path below the task's scratch directory, such as results/a.dat");
        }
        else
        {
            CheckValues(node, stage);
        }

        string[] parts = [.. path.Split('/').Where(part => part is not ("" or "."))];
        return parts.Length == 0 ? "." : string.Join('/', parts);
    }

    // A name may bring in what the text itself does not show. Axes that are computed are numbers.
    private static void CheckValues(ScalarNode node, StageContext stage)
    {
        foreach (string name in TemplateCheck.NamesIn(node.Value).Distinct())
        {
            IEnumerable<string> values = stage.Variables.TryGetValue(name, out string? value)
                ? [value]
                : stage.AxisOf(name)?.Values is AxisValues.Listed listed ? listed.Items : [];
            if (values.FirstOrDefault(v => v.StartsWith('/') || v.Split('/').Contains("..") || v.Contains('\n')) is { } bad)
            {
                stage.Bench.Problems.Error(
                    node.Place, $"{Wording.Quote("${" + name + "}")} can be {Wording.Quote(bad)}, which leads out of the scratch directory", "use a name without '/' at the front and without '..'");
            }
        }
    }

    private static string? FaultOf(string path)
    {
        string[] parts = path.Split('/');
        return path switch
        {
            _ when path.StartsWith('/') => "is absolute",
            _ when path.StartsWith("~/", StringComparison.Ordinal) => "begins in a home directory",
            _ when parts.Contains("..") => "leads out of the scratch directory by '..'",
            _ when path.Contains('\n') || path.Contains('\r') => "holds a line end",
            _ when Array.Find(parts, part => part is not ("" or ".")) == RunnersOwn => $"lies in {RunnersOwn}, which is the runner's own",
            _ => null,
        };
    }
}
