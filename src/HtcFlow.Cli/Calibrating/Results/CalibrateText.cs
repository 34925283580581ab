using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using HtcFlow.Cli.Forecasting;
using HtcFlow.Cli.Output;

namespace HtcFlow.Cli.Calibrating.Results;

/// <summary>Spells what a calibration found.</summary>
internal static class CalibrateText
{
    /// <summary>The report.</summary>
    public static string Of(CalibrateResult result)
    {
        var text = new StringBuilder();
        text.Append($"campaign {result.Book.Campaign}, stage {result.Book.Stage}: {Amounts.Count(result.Rows.Count, "type")} in {Amounts.Count(result.Rounds, "round")}, ");
        text.Append($"{Amounts.Count(result.Rows.Sum(static row => row.Samples), "sample")} for {Money.Spell(result.Book.Spent)}\n\n");
        text.Append(Table(result)).Append('\n');
        text.Append("dollars: what a simulation costs, of all its attempts, at its share of a full machine; the intervals hold all at once with 95 %\n");
        text.Append(CultureInfo.InvariantCulture, $"prices: means of the day before {Amounts.Moment(result.Book.PricesUntil)}, of zones alike\n");
        text.Append(result.IsDecided || result.Chosen.Count == 0 ? "" : "samples were used up before it was decided; more of them (--tasks, with --again) narrow the intervals\n");
        foreach (string note in result.Notes)
        {
            text.Append($"- {note}\n");
        }

        return text.Append(Setting(result)).ToString();
    }

    /// <summary>The members of a compute environment's resources that follow.</summary>
    public static string ResourcesOf(CalibrateResult result) => new JsonObject
    {
        ["allocationStrategy"] = "SPOT_PRICE_CAPACITY_OPTIMIZED",
        ["instanceTypes"] = new JsonArray([.. result.Chosen.Select(static type => (JsonNode)type)]),
    }.ToJsonString();

    /// <summary>Command that gives the environment of the campaign's queue these types.</summary>
    public static string UpdateOf(CalibrateResult result) =>
        $"aws batch update-compute-environment --region {result.Book.Region} --compute-environment {result.Book.Environment} --compute-resources '{ResourcesOf(result)}'";

    /// <summary>Command that makes a stack with these types.</summary>
    public static string InitOf(CalibrateResult result) => $"htcflow aws init --region {result.Book.Region} --types {string.Join(',', result.Chosen)}";

    private static string Setting(CalibrateResult result) => result.Chosen.Count == 0 ? "" : $"""

        types to use: {string.Join(", ", result.Chosen)}
        in the environment that is there:
          {UpdateOf(result)}
        in a new one:
          {InitOf(result)}

        """;

    private static TextTable Table(CalibrateResult result)
    {
        bool hasBuilds = result.Rows.Any(static row => row.Times.Any(static times => times.Build.Length > 0));
        string[] build = hasBuilds ? ["build"] : [];
        var table = new TextTable([">", "type", ">samples", .. build, ">time", ">spread", ">tasks a machine", ">an hour", ">dollars", ">from", ">to", "verdict"]);
        foreach (TypeRow row in result.Rows)
        {
            BuildTimes[] times = row.Times.Count > 0 ? [.. row.Times] : [new BuildTimes("", 0, 0, 0)];
            for (int at = 0; at < times.Length; at++)
            {
                table.Row(
                [
                    at == 0 ? row.Rank.ToString(CultureInfo.InvariantCulture) : "", at == 0 ? row.Type.Name : "", Amounts.Number(times[at].Samples),
                    .. hasBuilds ? [times[at].Build] : build, .. TimesOf(times[at]), .. at == 0 ? CostsOf(row) : ["", "", "", "", "", ""],
                ]);
            }
        }

        return table;
    }

    private static string[] TimesOf(BuildTimes times) => times.Samples == 0
        ? ["-", "-"]
        : [Amounts.Duration(TimeSpan.FromSeconds(times.MeanSeconds)), times.Samples < 2 ? "-" : $"{Math.Round(100 * times.DeviationSeconds / times.MeanSeconds).ToString(CultureInfo.InvariantCulture)} %"];

    private static string[] CostsOf(TypeRow row)
    {
        bool isBarren = row.Verdict == TypeVerdict.Barren;
        string verdict = row.Verdict switch
        {
            TypeVerdict.Best => "best",
            TypeVerdict.Near => "may be as good",
            TypeVerdict.Dearer => $"dearer, out after round {row.LastRound}",
            _ => "no simulation finished",
        };
        return
        [
            row.Type.Slots.ToString(CultureInfo.InvariantCulture), Money.Spell(row.Type.PerHour),
            isBarren ? "-" : Money.Spell(row.Cost.Mean), isBarren ? "-" : Money.Spell(row.Cost.Low),
            isBarren || double.IsInfinity(row.Cost.High) ? "-" : Money.Spell(row.Cost.High), verdict,
        ];
    }
}
