using System.Globalization;

namespace HtcFlow.Cli.Machine;

/// <summary>What <c>doctor</c> found.</summary>
/// <param name="Works">Whether nothing that is needed is missing.</param>
/// <param name="Findings">Everything that was looked at.</param>
internal sealed record MachineReport(bool Works, IReadOnlyList<Finding> Findings)
{
    /// <summary>Looks at this machine.</summary>
    public static MachineReport Of(CommandContext context)
    {
        Finding[] findings =
        [
            ProgramCheck.Runner(context.Environment),
            LibraryCheck.Lz4(),
            LibraryCheck.Sqlite(),
            KernelCheck.WatchInstances(),
            KernelCheck.WatchedDirectories(),
            KernelCheck.OpenFiles(),
            SpaceCheck.Home(context.Root),
            SpaceCheck.Scratch(context.Environment),
            SpaceCheck.Memory(),
            ProcessorCheck.Cores(),
            ProcessorCheck.Level(),
            ClockCheck.Of(context.Now),
            ProgramCheck.Optional("gnuplot", "figures of the example workflows", context.Environment),
            ProgramCheck.Optional("lz4", "reading stored objects by hand", context.Environment),
        ];
        return Of(findings);
    }

    /// <summary>The report of some findings.</summary>
    public static MachineReport Of(IReadOnlyList<Finding> findings) => new(findings.All(f => f.State != Finding.Missing), findings);

    /// <summary>First number in a file of the kernel; -1 when it cannot be read.</summary>
    internal static long NumberIn(string path)
    {
        try
        {
            string text = File.ReadAllText(path).Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault("");
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }
}
