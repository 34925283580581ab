using HtcFlow.Cli.Forecasting;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Sessions;
using HtcFlow.Core.Money;
using HtcFlow.Core.Ports;
using HtcFlow.Forecast.Charts;
using HtcFlow.Forecast.Markets;

namespace HtcFlow.Cli.Costs;

/// <summary>Reports what a campaign has cost.</summary>
internal static class CostSession
{
    /// <summary>Makes the report.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(CommandContext context, CostRequest request)
    {
        using OpenCampaign? campaign = OpenCampaign.Open(context, request.Campaign);
        if (campaign is null || !IsWritable(context, request.Svg) || !ReadMarket(context, request.Prices, out Market? spot)
            || !ReadMarket(context, request.OnDemand, out Market? onDemand))
        {
            return ExitCodes.Usage;
        }

        IReadOnlyList<CloudPlace> places = context.Parts.OpenClouds(context, campaign.State.Spec);
        if (places.Count == 0 && spot is null)
        {
            return context.Fail(
                ExitCodes.Usage, $"campaign {request.Campaign} runs on no cloud that could be asked for prices",
                "say what machines cost with --prices FILE; docs/market-files.md describes such files");
        }

        InstanceBook book = InstanceBook.Open(campaign.Home);
        await LookAsync(context, book, places, keep: campaign.Engine is null);
        var prices = new CostPrices(spot is null ? places : [], campaign.State.CreatedAt);
        if (spot is not null)
        {
            prices.AddSpot(spot);
        }

        if (onDemand is not null)
        {
            prices.AddOnDemand(onDemand);
        }

        await using IObjectStore store = context.Parts.OpenStore(campaign.State.Spec.Store);
        MoneyReport report = await CostCount.CountAsync(campaign, store, book.History.Instances, prices, context.Now, context.Stop);
        return Print(context, request, new CostResult(campaign.State.Spec, report, context.Now));
    }

    // The book alone also tells a lot, so that an account that does not answer ends nothing.
    private static async Task LookAsync(CommandContext context, InstanceBook book, IReadOnlyList<CloudPlace> places, bool keep)
    {
        foreach (CloudPlace place in places)
        {
            try
            {
                await book.LookAsync(place, context.Time, keep, context.Stop);
            }
            catch (FaultException fault)
            {
                context.Remark($"instances in {place.Region} were not asked for: {fault.Detail}; the report goes by earlier looks");
            }
        }
    }

    private static bool IsWritable(CommandContext context, string? svg)
    {
        bool isFine = svg is null || Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(svg)));
        if (!isFine)
        {
            context.Fail(ExitCodes.Usage, $"the directory of {svg} does not exist", "make it, or say another file with --svg");
        }

        return isFine;
    }

    private static bool ReadMarket(CommandContext context, IReadOnlyList<string> files, out Market? market)
    {
        market = files.Count == 0 ? null : MarketFiles.Read(context, files);
        return files.Count == 0 || market is not null;
    }

    private static int Print(CommandContext context, CostRequest request, CostResult result)
    {
        if (context.Json)
        {
            JsonText.Line(context.Out, CostDocument.Of(result), OutputJson.Readable.CostDocument);
        }
        else
        {
            context.Out.Write(CostText.Of(result));
        }

        if (request.Svg is { } file)
        {
            try
            {
                File.WriteAllText(file, MoneyChart.Draw(result.Campaign.Name, result.Bars()));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return context.Fail(ExitCodes.World, $"the chart could not be written: {e.Message}", "say another file with --svg");
            }

            context.Remark($"dollars by stage and purpose: {file}");
        }

        return ExitCodes.Fine;
    }
}
