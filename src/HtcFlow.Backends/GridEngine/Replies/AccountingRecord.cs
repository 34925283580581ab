using System.Globalization;
using System.Text;
using HtcFlow.Backends.Clusters.Schedulers;

namespace HtcFlow.Backends.GridEngine.Replies;

/// <summary>One line of the accounting file: one try of one task.</summary>
/// <param name="Job">Number of the job.</param>
/// <param name="Name">Name of the job.</param>
/// <param name="Owner">Whose job it is.</param>
/// <param name="Element">Element, from 0.</param>
/// <param name="Host">Host it ran on.</param>
/// <param name="Failed">What the scheduler says about the try, 0 for nothing; see sge_status(5).</param>
/// <param name="Exit">Exit status, 128 + signal for a killed one.</param>
internal sealed record AccountingRecord(string Job, string Name, string Owner, int Element, string Host, int Failed, int Exit)
{
    // Places in a line, from 0, as accounting(5) gives them.
    private const int HostPlace = 1;
    private const int OwnerPlace = 3;
    private const int NamePlace = 4;
    private const int JobPlace = 5;
    private const int FailedPlace = 11;
    private const int ExitPlace = 12;
    private const int TaskPlace = 35;

    /// <summary>What it means to whoever waits for it.</summary>
    internal EndRecord End => new(Job, Name, Element, IsLast, Code, Reason, Host);

    // The element has left the queue with it; after others it waits there for another try, in the error state, or is gone.
    private bool IsLast => Failed is 0 or 37 or 100;

    // -1 where the job's script never ran.
    private int Code => Failed is 0 or 25 or 30 or 37 or 100 ? Exit : -1;

    private string Reason => Failed switch
    {
        0 => "",
        24 => "it was migrated",
        25 => "it was scheduled again",
        26 => "its log file could not be opened (failed 26)",
        30 => "it ended with 100, which is Grid Engine's error state",
        37 => "it exceeded h_rt, h_cpu or h_vmem",
        100 => "it was killed",
        _ => string.Create(CultureInfo.InvariantCulture, $"it could not be started (failed {Failed}, see sge_status(5))"),
    };

    /// <summary>Reads a line; null when it is a comment, torn, or none of the wanted jobs'.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="isWanted">Picks jobs by name, before the rest is looked at: a cell accounts for everybody.</param>
    internal static AccountingRecord? Parse(ReadOnlySpan<byte> line, Func<string, bool> isWanted)
    {
        if (line.Length == 0 || line[0] == (byte)'#')
        {
            return null;
        }

        Span<Range> fields = stackalloc Range[TaskPlace + 2];
        int count = 0;
        foreach (Range field in line.Split((byte)':'))
        {
            if (count > TaskPlace)
            {
                break;
            }

            fields[count++] = field;
            if (count == JobPlace + 1 && !isWanted(Text(line, fields[NamePlace])))
            {
                return null;
            }
        }

        return count > TaskPlace
            && Number(line, fields[FailedPlace]) is { } failed
            && Number(line, fields[ExitPlace]) is { } exit
            && Number(line, fields[TaskPlace]) is { } task
            ? new AccountingRecord(
                Text(line, fields[JobPlace]), Text(line, fields[NamePlace]), Text(line, fields[OwnerPlace]), Math.Max(0, task - 1),
                Text(line, fields[HostPlace]), failed, exit)
            : null;
    }

    private static string Text(ReadOnlySpan<byte> line, Range field) => Encoding.UTF8.GetString(line[field]);

    private static int? Number(ReadOnlySpan<byte> line, Range field) =>
        int.TryParse(line[field], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;
}
