using HtcFlow.Cli.Output;
using HtcFlow.Forecast.Markets;

namespace HtcFlow.Cli.Forecasting;

/// <summary>Reads market files for a verb that needs them to be right.</summary>
internal static class MarketFiles
{
    // A market with a mistake in each of ten thousand lines is told in one screen.
    private const int MostProblems = 20;

    /// <summary>The market, or null after its problems were told.</summary>
    public static Market? Read(CommandContext context, IReadOnlyList<string> files)
    {
        MarketReading reading = MarketReader.Read(files);
        if (reading.Market is null)
        {
            foreach (MarketProblem problem in context.Json ? [] : reading.Problems.Take(MostProblems))
            {
                context.Err.WriteLine(problem.ToString());
            }

            MarketProblem first = reading.Problems[0];
            context.Fail(
                ExitCodes.Usage,
                context.Json ? $"{first.File}:{(first.Line > 0 ? $"{first.Line}:" : "")} {first.What}" : $"the market has {Amounts.Count(reading.Problems.Count, "mistake")}",
                context.Json ? first.Help : "docs/market-files.md describes market files");
        }

        return reading.Market;
    }
}
