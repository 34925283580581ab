using System.Globalization;
using System.Text;
using HtcFlow.Cli.Calibrating.Book;
using HtcFlow.Cli.Calibrating.Types;
using HtcFlow.Cli.Forecasting;
using HtcFlow.Cli.Output;
using HtcFlow.Core.Campaigns;
using HtcFlow.Forecast.Calibration;

namespace HtcFlow.Cli.Calibrating.Results;

/// <summary>Says what a calibration would do.</summary>
internal static class CalibratePlanText
{
    private const long Mebibyte = 1L << 20;

    /// <summary>Makes the plan.</summary>
    public static CalibratePlan Of(CalibrationBook book, StageSpec stage, Func<CandidateType, string> queueOf)
    {
        double perTask = book.Types.Max(static type => type.PerHour / type.Slots);
        long most = Rounds.BudgetOf(book.Types.Count, book.Most);
        return new CalibratePlan(
            book.Campaign, stage.Name, stage.Sweep.Count, book.Region, book.Environment,
            [.. book.Types.Select(type => new PlannedType(type.Name, type.Vcpus, type.MemoryMebibytes, type.Slots, type.PerHour, type.Zones, queueOf(type)))],
            Math.Min(Rounds.First, book.Most), book.Most, most, perTask, stage.Resources.Walltime > TimeSpan.Zero ? most * perTask * stage.Resources.Walltime.TotalHours : null);
    }

    /// <summary>Spells it.</summary>
    public static string Of(CalibratePlan plan)
    {
        var text = new StringBuilder();
        text.Append($"campaign {plan.Campaign}, stage {plan.Stage}: {Amounts.Count(plan.Types.Count, "type")}, copies of compute environment {plan.Environment} in {plan.Region}\n\n");
        var table = new TextTable("type", ">vCPUs", ">memory", ">tasks a machine", ">an hour", ">an hour of a task", "zones", "queue");
        foreach (PlannedType type in plan.Types)
        {
            table.Row(
                type.Type, type.Vcpus.ToString(CultureInfo.InvariantCulture), Amounts.Size(type.MemoryMebibytes * Mebibyte), type.TasksAMachine.ToString(CultureInfo.InvariantCulture),
                Money.Spell(type.DollarsPerHour), Money.Spell(type.DollarsPerHour / type.TasksAMachine), string.Join(' ', type.Zones), type.Queue);
        }

        text.Append(table).Append('\n');
        text.Append($"samples: {plan.FirstSamples} of each type in the first round, at most {Amounts.Number(plan.MostSamplesOfAType)} of a type and {Amounts.Number(plan.MostSamples)} of all\n");
        text.Append(plan.MostDollars is { } dollars
            ? $"cost: at most {Money.Spell(dollars)}, if every sample takes one attempt of the whole walltime on the dearest type; machines' start and idle time come on top\n"
            : $"cost: at most {Money.Spell(plan.MostSamples * plan.MostDollarsPerTaskHour)} for each hour that a simulation takes; machines' start and idle time come on top\n");
        return text.ToString();
    }
}
