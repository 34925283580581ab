using System.Globalization;

namespace HtcFlow.Benchmarks.GridEngine;

/// <summary>A real qmaster with simulated execution hosts: they take tasks and end them well after a while, and run nothing.</summary>
internal sealed class SimulatedCell : IDisposable
{
    private const string Queue = "sim.q";
    private readonly string _state;
    private readonly Dictionary<string, string> _environment;

    /// <summary>Starts it; 10,000 hosts take some 12 s.</summary>
    public SimulatedCell(int hosts)
    {
        // By itself: the daemons run as another user, who may not pass a directory of ours.
        _state = Directory.CreateTempSubdirectory("htcflow-ge-cell-").FullName;
        Whole.Seconds(
            Script("gridengine-sim.sh"), [_state, Text(hosts)], new Dictionary<string, string> { ["GE_OWNER"] = Text(Environment.ProcessId) });
        _environment = Whole.LastOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line["export ".Length..].Split('=', 2))
            .ToDictionary(static parts => parts[0], static parts => parts[1], StringComparer.Ordinal);
    }

    /// <summary>The way to it.</summary>
    public CellAccess Access => new(_environment["PATH"].Split(':')[0], _environment);

    /// <summary>Its directory, for what its configuration holds.</summary>
    public string Root => _state;

    /// <summary>What its records are written to.</summary>
    public string Accounting => Path.Combine(_state, "default", "common", "accounting");

    /// <summary>What qmaster has used so far.</summary>
    public ProcessCost QmasterCost => ProcessCost.Of(File.ReadAllText(Path.Combine(_state, "run", "qmaster.pid")).Trim());

    /// <summary>Lets its queue start tasks, or not.</summary>
    public void Switch(bool isOpen) => Ask("qmod", isOpen ? "-e" : "-d", Queue);

    /// <summary>Sends one job of one task that nobody starts.</summary>
    public void SubmitOne() => Ask("qsub", "-terse", "-h", "-N", "each", "-b", "y", "true");

    /// <summary>Deletes single jobs.</summary>
    public void Delete() => Ask("qdel", "-u", "root");

    /// <summary>Has what waits wait for ever; deleting it would take qmaster 14 s for an array of 75,000 tasks.</summary>
    public void Hold() => Ask("qhold", "-u", "*");

    public void Dispose() => Whole.Seconds(Script("gridengine-down.sh"), [_state]);

    private static string Script(string name) => Path.Combine(Whole.Root, "tests", "engines", name);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string Ask(string program, params string[] arguments)
    {
        Whole.Seconds(Path.Combine(Access.Commands, program), arguments, _environment);
        return Whole.LastOutput;
    }
}
