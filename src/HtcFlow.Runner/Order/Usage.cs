using System.Globalization;
using System.Reflection;
using System.Text;
using HtcFlow.Runner.Flags;

namespace HtcFlow.Runner.Order;

/// <summary>What the runner says when it is called by hand.</summary>
internal static class Usage
{
    private const string Before = """
        htcflow-runner [flags] -- command args   run one command: as process 1, with its outputs kept, its checkpoints restored, its end judged
        htcflow-runner check [--json] [flags]    say what this machine, scratch and store are fit for
        htcflow-runner                           run what HTCFLOW_ORDER says; so htcflow starts it

        In a container, in place of tini: every signal is forwarded, every orphan buried, every exit code passed on.
          ENTRYPOINT ["htcflow-runner", "--"]

        On Grid Engine, a task of an array whose outputs and checkpoints go to S3, tried again by the queue when it is preempted or stuck:
          qsub -t 1-1000 -b y htcflow-runner --store s3://bucket/runs --name melt --output '*.dat' --checkpoint 'state-*' --silence 20m -- melt

        The best of several builds, the program ended and the checkpoint kept when the walltime comes near:
          htcflow-runner --store /data/runs --name melt --checkpoint state --walltime 11h --build avx512=/app/melt.v4 --build base=/app/melt -- melt -n 8


        """;

    private const string After = """

        Every flag can also stand in the environment: --cpu-level as HTCFLOW_CPU_LEVEL; a flag wins. Lists are parted by white space there.
        Times are 90s, 10m, 2h, 1d; sizes 512KiB, 8MiB, 2GB. Secrets (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN,
        AWS_CONTAINER_AUTHORIZATION_TOKEN) are not passed to the command unless --pass names them.

        Exit codes: the command's own, 128+n when signal n killed it; 64 bad flags or order; 66 input missing; 69 command cannot be started;
        73 output missing; 74 store cannot be reached; 75 ended early and worth another attempt (99 on Grid Engine, --retry-exit sets it;
        a command's own 99 or 100 is 1 there). An order of several tasks: 1 when any failed.
        """;

    /// <summary>The help text.</summary>
    public static string Text => Before + FlagText() + After;

    /// <summary>The version line.</summary>
    public static string Version =>
        "htcflow-runner " + (typeof(Usage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");

    private static string FlagText()
    {
        var text = new StringBuilder();
        foreach ((string title, Flag[] flags) in FlagTable.Groups)
        {
            text.Append(title).Append(":\n");
            foreach (Flag flag in flags)
            {
                string name = flag.IsSwitch ? flag.Name : flag.Name + " " + flag.Value;
                string repeats = flag.IsList ? "; may be repeated" : "";
                text.Append(CultureInfo.InvariantCulture, $"  --{name,-28} {flag.Text}{repeats}\n");
            }
        }

        return text.ToString();
    }
}
