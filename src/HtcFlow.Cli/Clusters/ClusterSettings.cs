using System.Globalization;
using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Commands.Ssh;
using HtcFlow.Campaigns.Language;
using HtcFlow.Cli.Sessions;
using HtcFlow.Core.Campaigns;
using Names = HtcFlow.Core.Wire.RunnerEnvironment;

namespace HtcFlow.Cli.Clusters;

/// <summary>Options of a cluster as a campaign file gives them, those of a target over those of the backend.</summary>
/// <param name="options">The options, checked by the reader.</param>
internal sealed class ClusterSettings(IReadOnlyDictionary<string, string> options)
{
    // What an option for a resource says to ask for none.
    private const string Off = "off";

    /// <summary>The options for a target, or for the whole backend.</summary>
    public static ClusterSettings Of(BackendSpec backend, TargetSpec? target = null)
    {
        var options = new Dictionary<string, string>(backend.Options, StringComparer.Ordinal);
        foreach ((string key, string value) in target?.Options ?? new Dictionary<string, string>())
        {
            options[key] = value;
        }

        return new ClusterSettings(options);
    }

    /// <summary>Reads the options of a cluster and of its targets: what one scheduler alone has, and around it what all have.</summary>
    /// <param name="context">The world of the command.</param>
    /// <param name="backend">The backend as the campaign has it.</param>
    /// <param name="own">Makes the options of the scheduler from the settings and the path of the runner.</param>
    public static T Read<T>(CommandContext context, BackendSpec backend, Func<ClusterSettings, string, T> own)
        where T : ClusterOptions<T>
    {
        return (T)(One(Of(backend)) with
        {
            Targets = (backend.Targets ?? []).ToDictionary(static target => target.Name, target => (T)One(Of(backend, target)), StringComparer.Ordinal),
        });

        ClusterOptions<T> One(ClusterSettings settings)
        {
            ClusterOptions<T> options = own(settings, settings.RunnerPath(context.Environment));
            return options with
            {
                MaxConcurrent = settings.Number("max-running"),
                ExtraArguments = settings.Words("extra"),
                LogPath = settings.Text("log-path", options.LogPath),
                CommandDirectory = settings.Text("commands"),
                Via = settings.LoginNode,
                PlacesRunner = settings.PlacesRunner,
                Environment = settings.Runner(context.Environment),
            };
        }
    }

    /// <summary>A text.</summary>
    public string Text(string key, string standard = "") => options.GetValueOrDefault(key) ?? standard;

    /// <summary>A whole number; 0 where there is none.</summary>
    public int Number(string key) => int.TryParse(Text(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : 0;

    /// <summary>Whether something is wanted.</summary>
    public bool Flag(string key) => Text(key) == "true";

    /// <summary>The name of a resource; empty where none is to be asked for.</summary>
    public string Resource(string key, string standard) => Text(key, standard) is var name && name == Off ? "" : name;

    /// <summary>Words of a command line.</summary>
    public IReadOnlyList<string> Words(string key) => OptionWords.Parse(Text(key));

    /// <summary>Whether the scheduler's commands run on another machine.</summary>
    public bool IsElsewhere => Text("via").Length > 0;

    /// <summary>That machine; null where there is none, or none of that address.</summary>
    public SshOptions? LoginNode => SshAddress.Parse(Text("via")) is { } address ? new SshOptions { Address = address } : null;

    /// <summary>Whether the runner of this machine is put onto the login node.</summary>
    public bool PlacesRunner => IsElsewhere && Text("runner").Length == 0;

    /// <summary>The runner, by its path on the execution hosts; empty where it is not named and there is none on this machine.</summary>
    public string RunnerPath(Func<string, string?> variable) => Text("runner") is { Length: > 0 } named ? named : RunnerLocation.Find(variable) ?? "";

    /// <summary>Variables for every runner: what the campaign file says of the execution hosts, and what this machine says of all.</summary>
    /// <remarks>Nothing here may be secret: other users of a cluster can read the scripts of jobs. Scratch and cache of this machine are not those of others.</remarks>
    public Dictionary<string, string> Runner(Func<string, string?> variable)
    {
        (string Name, string Value)[] all =
        [
            (Names.Scratch, Text("scratch")),
            (Names.Cache, Text("cache")),
            (Names.CpuLevel, variable(Names.CpuLevel) ?? ""),
            (Names.Pass, variable(Names.Pass) ?? ""),
        ];
        return all.Where(static v => v.Value.Length > 0).ToDictionary(static v => v.Name, static v => v.Value, StringComparer.Ordinal);
    }
}
