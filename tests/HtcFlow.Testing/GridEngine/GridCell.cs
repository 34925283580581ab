using System.Globalization;
using HtcFlow.Testing.S3;

namespace HtcFlow.Testing.GridEngine;

/// <summary>A real cell of Grid Engine on this machine: qmaster, one execution host, one queue of two slots.</summary>
/// <remarks>Started at first use, about 3 s; stopped when the process ends in whatever way. Tests of a cell run one after the other: they share its slots.</remarks>
public sealed class GridCell
{
    /// <summary>Slots of its queue.</summary>
    public const int Slots = 2;

    private static readonly Lazy<GridCell> s_shared = new(Start);
    private static readonly Lazy<GridCell> s_weather = new(Start);

    private readonly string _state;

    private GridCell(string state, IReadOnlyDictionary<string, string> settings)
    {
        _state = state;
        Environment = settings;
    }

    /// <summary>The cell of this process.</summary>
    /// <exception cref="EngineMissingException">It is not installed.</exception>
    public static GridCell Shared => s_shared.Value;

    /// <summary>The cell of those tests of this process that wait for daemons to come back, so that nobody else has to.</summary>
    /// <exception cref="EngineMissingException">It is not installed.</exception>
    public static GridCell Weather => s_weather.Value;

    /// <summary>Variables that commands need to find it.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Directory of its commands.</summary>
    public string CommandDirectory => Environment["PATH"].Split(':')[0];

    /// <summary>Name of its execution host.</summary>
    public string Host => Ask("qconf", "-sel").Trim();

    /// <summary>Runs one of its commands and gives what that printed.</summary>
    /// <exception cref="InvalidOperationException">It ended with something else than 0.</exception>
    public string Ask(string program, params string[] arguments)
    {
        (int code, string output, string error) = EngineProcess.Run(Path.Combine(CommandDirectory, program), arguments, Environment);
        return code == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {code}: {error}{output}");
    }

    /// <summary>Deletes every job that is still there.</summary>
    public void Clear() => EngineProcess.Run(Path.Combine(CommandDirectory, "qdel"), ["-f", "-u", "*"], Environment);

    /// <summary>Changes a setting of the global configuration, and gives back what it was.</summary>
    public string Configure(string name, string value)
    {
        string[] lines = Ask("qconf", "-sconf", "global").Split('\n');
        string before = lines.Single(line => line.Split(' ')[0] == name)[name.Length..].Trim();
        string file = Path.Combine(_state, "run", "global");
        File.WriteAllLines(file, lines.Where(static line => !line.StartsWith('#')).Select(line => line.Split(' ')[0] == name ? $"{name} {value}" : line));
        Ask("qconf", "-Mconf", file);
        return before;
    }

    /// <summary>Kills one of its daemons, <c>qmaster</c> or <c>execd</c>; what runs on the host runs on.</summary>
    public void Kill(string daemon) => EngineProcess.Kill(Path.Combine(_state, "run", daemon + ".pid"));

    /// <summary>Starts what is not running.</summary>
    public void Restart() => Up(_state);

    private static GridCell Start()
    {
        string state = Directory.CreateTempSubdirectory("htcflow-ge-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => EngineProcess.Run(EngineProcess.Script("gridengine-down.sh"), [state], []);
        return new GridCell(state, Up(state));
    }

    private static IReadOnlyDictionary<string, string> Up(string state) => EngineProcess.Up(
        "gridengine-up.sh",
        state,
        new Dictionary<string, string>
        {
            ["GE_OWNER"] = System.Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            ["GE_SLOTS"] = Slots.ToString(CultureInfo.InvariantCulture),
        });
}
