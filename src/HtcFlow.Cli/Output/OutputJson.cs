using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using HtcFlow.Cli.Aws.Init;
using HtcFlow.Cli.Calibrating.Results;
using HtcFlow.Cli.Costs;
using HtcFlow.Cli.Fetching;
using HtcFlow.Cli.Forecasting;
using HtcFlow.Cli.Machine;
using HtcFlow.Cli.Output.Documents;
using HtcFlow.Cli.Planning;

namespace HtcFlow.Cli.Output;

/// <summary>JSON of everything that <c>--json</c> prints, generated at compile time so that no command pays for reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(ValidateDocument))]
[JsonSerializable(typeof(CampaignPlan))]
[JsonSerializable(typeof(SubmitDocument))]
[JsonSerializable(typeof(DetachDocument))]
[JsonSerializable(typeof(CampaignDocument))]
[JsonSerializable(typeof(StatusDocument))]
[JsonSerializable(typeof(TasksDocument))]
[JsonSerializable(typeof(LogDocument))]
[JsonSerializable(typeof(RequestDocument))]
[JsonSerializable(typeof(RecoverDocument))]
[JsonSerializable(typeof(FetchSummary))]
[JsonSerializable(typeof(ForecastDocument))]
[JsonSerializable(typeof(CostDocument))]
[JsonSerializable(typeof(CalibrateDocument))]
[JsonSerializable(typeof(CalibratePlan))]
[JsonSerializable(typeof(MachineReport))]
[JsonSerializable(typeof(ScriptDocument))]
[JsonSerializable(typeof(InitDocument))]
internal sealed partial class OutputJson : JsonSerializerContext
{
    private static OutputJson? s_readable;

    /// <summary>Leaves quotes and letters as they are: this is for terminals and jq, never for a web page.</summary>
    public static OutputJson Readable => s_readable ??= new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
