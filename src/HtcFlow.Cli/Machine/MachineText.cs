using System.Text;

namespace HtcFlow.Cli.Machine;

/// <summary>Spells findings, one line each and one more for each remedy.</summary>
internal static class MachineText
{
    /// <summary>Formats a report.</summary>
    public static string Of(MachineReport report)
    {
        var text = new StringBuilder();
        int width = report.Findings.Max(f => f.Name.Length);
        foreach (Finding finding in report.Findings)
        {
            text.Append($"{finding.State,-7}  {finding.Name.PadRight(width)}  {finding.Detail}\n");
            text.Append(finding.Remedy.Length > 0 ? $"{"",-7}  {new string(' ', width)}  -> {finding.Remedy}\n" : "");
        }

        int missing = report.Findings.Count(f => f.State == Finding.Missing);
        return text.Append(missing == 0 ? "this machine can run campaigns\n" : $"missing: {missing}; nothing runs before they are mended\n").ToString();
    }
}
