using HtcFlow.Campaigns;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Sessions;
using HtcFlow.Core.Campaigns;
using HtcFlow.Forecast.Charts;
using HtcFlow.Forecast.Markets;
using HtcFlow.Forecast.Runs;
using HtcFlow.Forecast.Statistics;
using HtcFlow.Forecast.Worlds;

namespace HtcFlow.Cli.Forecasting;

/// <summary>Makes a forecast and prints it.</summary>
internal static class ForecastSession
{
    /// <summary>Makes the forecast.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(CommandContext context, ForecastRequest request)
    {
        if (FileReading.Read(context, request.File, request.Overrides) is not { } spec
            || !AreStagesKnown(context, spec, request) || InputsOf(context, spec, request) is not { } inputs)
        {
            return ExitCodes.Usage;
        }

        if (WorldBuilder.Build(inputs, out ForecastRefusal? refusal) is not { } world)
        {
            return context.Fail(ExitCodes.Usage, refusal!.What, refusal.Help);
        }

        if (request.Svg is { } svg && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(svg))))
        {
            return context.Fail(ExitCodes.Usage, $"the directory of {svg} does not exist", "make it, or say another file with --svg");
        }

        var effort = new ForecastEffort(spec.TaskCount, request.Runs, Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        if (effort.Warning is { } warning)
        {
            context.Remark(warning);
        }

        var progress = new ForecastProgress(context, request.Runs);
        var forecaster = new Forecaster(context.Parts.OpenForecast(spec, world)) { Done = progress.Show, Parallel = effort.Parallel };

        // The runs keep every core busy; this thread only waits for them.
        IReadOnlyList<ForecastSample> samples = await Task.Run(
            () => forecaster.Run(request.Runs, request.Seed, context.Stop), CancellationToken.None);
        progress.Leave();
        return samples.Count == 0
            ? context.Fail(ExitCodes.Interrupted, "interrupted before the first run was complete", "fewer --runs, or a smaller campaign, take less time")
            : Print(context, request, new ForecastResult(spec, CampaignForecast.Of(samples), request.Runs, request.Seed, world.Assumptions));
    }

    private static int Print(CommandContext context, ForecastRequest request, ForecastResult result)
    {
        if (context.Json)
        {
            JsonText.Line(context.Out, ForecastDocument.Of(result), OutputJson.Readable.ForecastDocument);
        }
        else
        {
            context.Out.Write(ForecastText.Of(result));
        }

        if (request.Svg is { } file)
        {
            try
            {
                File.WriteAllText(file, MachineChart.Draw(result.Campaign.Name, result.Forecast));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return context.Fail(ExitCodes.World, $"the chart could not be written: {e.Message}", "say another file with --svg");
            }

            context.Remark($"machines over time: {file}");
        }

        return result.Forecast.Samples.Count < result.Runs ? ExitCodes.Interrupted : ExitCodes.Fine;
    }

    private static bool AreStagesKnown(CommandContext context, CampaignSpec spec, ForecastRequest request)
    {
        string? stranger = request.TaskTimes.Keys.FirstOrDefault(name => name.Length > 0 && spec.StageIndexOf(name) < 0);
        if (stranger is not null)
        {
            context.Fail(
                ExitCodes.Usage, $"--task-time names stage '{stranger}', which campaign {spec.Name} does not have",
                Nearest.Advice(stranger, [.. spec.Stages.Select(s => s.Name)], "it has no stages"));
        }

        return stranger is null;
    }

    private static ForecastInputs? InputsOf(CommandContext context, CampaignSpec spec, ForecastRequest request)
    {
        Market? market = null;
        if (request.Market.Count > 0)
        {
            market = MarketFiles.Read(context, request.Market);
            if (market is null)
            {
                return null;
            }
        }

        IReadOnlyDictionary<string, TaskTime>? measured = MeasuredBy(context, request.From);
        return measured is null ? null : new ForecastInputs
        {
            Campaign = spec,
            Market = market,
            Slots = Composition.SlotsOf(spec.Backend),
            Times = new TaskTimes { Given = request.TaskTimes, Measured = measured },
            CheckpointEvery = request.CheckpointEvery,
            FailureProbability = request.Failures,
            MaxVcpus = request.MaxVcpus,
        };
    }

    private static IReadOnlyDictionary<string, TaskTime>? MeasuredBy(CommandContext context, string? name)
    {
        if (name is null)
        {
            return new Dictionary<string, TaskTime>();
        }

        using OpenCampaign? campaign = OpenCampaign.Open(context, name);
        if (campaign is null)
        {
            return null;
        }

        IReadOnlyDictionary<string, TaskTime> times = TaskTimes.Measure(campaign.State);
        if (times.Count == 0)
        {
            context.Fail(ExitCodes.Usage, $"no task of campaign {name} has succeeded yet, so that nothing was measured", "say how long tasks take with --task-time");
            return null;
        }

        return times;
    }
}
