using System.Globalization;
using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Campaigns;
using HtcFlow.Forecast.Markets;

namespace HtcFlow.Forecast.Worlds;

/// <summary>Spells what a forecast assumes, so that nobody has to guess what it rests on.</summary>
internal static class AssumptionList
{
    /// <summary>Lists the assumptions, a sentence each.</summary>
    /// <param name="inputs">What is known.</param>
    /// <param name="world">The world made of it.</param>
    public static IReadOnlyList<string> Of(ForecastInputs inputs, WorldSpec world) =>
    [
        .. inputs.Campaign.Stages.Select(stage => TaskLine(stage, inputs, world.Tasks[stage.Name])),
        .. inputs.Market is null ? OneMachine(inputs) : Rented(inputs, inputs.Market, world),
        .. inputs.Market is null ? [] : Machines(world.Fleet),
        .. ServiceLines(world.Service, inputs.Campaign),
    ];

    private static string TaskLine(StageSpec stage, ForecastInputs inputs, TaskModel tasks)
    {
        TaskTime time = inputs.Times.Of(stage.Name);
        string origin = time.Origin.Length > 0 ? time.Origin : $"A GUESS: nothing is known; say --task-time {stage.Name}=...";
        string checkpoints = stage.Checkpoint is null ? "no checkpoints, so that an interrupted attempt begins anew"
            : $"a checkpoint every {Span(tasks.CheckpointEvery)}{(inputs.CheckpointEvery is null ? $" (a guess; say --checkpoint-every)" : "")}";
        return $"{stage.Name}: a task takes {Span(time.Mean)} +-{Share(time.Deviation)} at speed 1 ({origin}); {checkpoints}; "
            + $"{Share(tasks.FailureProbability)} of the attempts fail by themselves";
    }

    private static IEnumerable<string> OneMachine(ForecastInputs inputs)
    {
        yield return $"one machine with {Count(inputs.Slots, "slot")}, which costs nothing and stays";
    }

    private static IEnumerable<string> Rented(ForecastInputs inputs, Market market, WorldSpec world)
    {
        int types = market.Pools.Select(p => p.Place.Type).Distinct().Count();
        int zones = market.Pools.Select(p => p.Place.Zone).Distinct().Count();
        yield return $"machines of {Count(types, "type")} in {Count(zones, "zone")} ({Count(market.Pools.Count, "pool")}) from {string.Join(", ", market.Sources)}";
        yield return market.Length > TimeSpan.Zero
            ? $"prices of {Moment(market.From)} to {Moment(market.To)}: each run begins at some moment of these, and at their end they begin again"
            : "prices that do not move";
        int guessed = market.Pools.Count(p => p.Facts.HazardPerHour is null && p.Highest > 0);
        yield return $"a machine is reclaimed with a chance of {Range(world.Pools.Select(p => p.HazardPerHour))} an hour, whatever its price, each on its own: no storms"
            + (guessed > 0 ? $", which is A GUESS for {Count(guessed, "pool")}" : "") + " (column hazard_per_hour)";
        yield return $"speed of the types {Values(world.Pools.Select(p => p.Speed))}, and it differs by {Range(world.Pools.Select(p => p.SpeedDeviation))} between machines of one type (columns speed, speed_deviation)";
        yield return inputs.MaxVcpus > 0
            ? $"at most {inputs.MaxVcpus:N0} processors at a time"
            : "as many processors at a time as the market has; --max-vcpus sets a limit";
    }

    private static IEnumerable<string> Machines(FleetModel fleet)
    {
        yield return $"each zone starts up to {fleet.RampPerZoneMinute:N0} machines a minute and has at most {fleet.MaxPerZone:N0}; "
            + $"a machine boots for {Span(fleet.Boot)}, is paid for by the second, and is given back after {Span(fleet.IdleTimeout)} without work (fixed)";
        yield return $"a container starts in {Span(fleet.ContainerStart)}; a reclaim is announced {Span(fleet.Notice)} before, {Share(fleet.NoNoticeShare)} of them are not (fixed); "
            + "an announced one costs a stage with checkpoints no work, any other one the work since its last checkpoint";
        yield return $"{Share(fleet.SlowShare)} of the machines run at {Share(fleet.SlowSpeed)} of their speed, {Share(fleet.StalledShare)} stall, "
            + $"{Share(fleet.DeathPerHour)} an hour die without a word (fixed; `watch` and `walltime` in the campaign file say what is done about it)";
    }

    private static IEnumerable<string> ServiceLines(ServiceModel service, CampaignSpec campaign)
    {
        yield return $"the service takes {service.CallsPerSecond:0.#} calls a second and arrays of up to {service.MaxArrayElements:N0} elements, and loses nothing (fixed)";
        if (!service.TellsRunning && campaign.Stages.Any(stage => stage.Watch.StragglerFactor > 1))
        {
            yield return "stragglers are looked for where at most 100 elements of an array run, because the simulated service names no more than these (fixed)";
        }

        yield return "the cost of a simulation is the whole cost, divided by all tasks with a result, of whatever stage; machines cost nothing more after the last fact";
        yield return "data transfer, storage, licences and taxes are not counted";
    }

    private static string Count(long count, string noun) => $"{count:N0} {noun}{(count == 1 ? "" : "s")}";

    private static string Share(double share) => $"{share * 100:0.##} %";

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static string Range(IEnumerable<double> shares)
    {
        double[] all = [.. shares];
        return all.Min() == all.Max() ? Share(all[0]) : $"{Share(all.Min())} to {Share(all.Max())}";
    }

    private static string Values(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return all.Min() == all.Max() ? $"{all[0]:0.##}" : $"{all.Min():0.##} to {all.Max():0.##}";
    }

    private static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 100 } => $"{span.TotalSeconds:0.##} s",
        { TotalMinutes: < 100 } => $"{span.TotalMinutes:0.##} min",
        _ => $"{span.TotalHours:0.##} h",
    };
}
