using System.Globalization;
using HtcFlow.Campaigns.Shapes;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Language;

/// <summary>An option of a backend, which its targets may have too.</summary>
/// <param name="Key">Key.</param>
/// <param name="Shape">Shape of its value, which is kept as a text.</param>
/// <param name="Standard">What holds when it is absent.</param>
/// <param name="Doc">What it means.</param>
internal sealed record BackendOption(string Key, ShapeOf<ScalarNode> Shape, string Standard, string Doc)
{
    private static readonly BackendOption s_via = Text("via", "Host on which the scheduler's commands are run, by ssh.");

    /// <summary>The options of a backend, in the order in which they are documented.</summary>
    public static IReadOnlyList<BackendOption> Of(string kind) => kind switch
    {
        "local" => [Whole("slots", 1, 65536, "the processors of this machine", "Processors in use at a time.")],
        "gridengine" =>
        [
            Text("queue", "Queue (qsub -q)."),
            Text("project", "Project (qsub -P)."),
            Whole("priority", -1023, 1024, "0", "Priority (qsub -p); users may only lower it."),
            Text("parallel-environment", "Parallel environment that grants more than one processor (qsub -pe)."),
            s_via,
        ],
        "slurm" =>
        [
            Text("partition", "Partition (sbatch --partition)."),
            Text("account", "Account that is charged (sbatch --account)."),
            Text("qos", "Quality of service (sbatch --qos)."),
            s_via,
        ],
        "aws-batch" =>
        [
            Text("queue", "Job queue, by name or ARN."),
            Text("region", "Region, such as eu-central-1."),
            Text("image", "Container image that holds the runner and the programs."),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such backend."),
    };

    private static BackendOption Text(string key, string doc) => new(key, Scalars.Filled("a text"), "left to the backend", doc);

    private static BackendOption Whole(string key, long least, long most, string standard, string doc) => new(
        key,
        Scalars.Whole(least, most).To(number => new ScalarNode(default, number.ToString(CultureInfo.InvariantCulture), true, 0)),
        standard,
        doc);
}
