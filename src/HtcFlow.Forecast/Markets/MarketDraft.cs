namespace HtcFlow.Forecast.Markets;

/// <summary>A market while its files are read.</summary>
internal sealed class MarketDraft
{
    private readonly List<PriceRow> _prices = [];
    private readonly Dictionary<MachinePlace, MachineFacts> _facts = [];
    private readonly List<MarketProblem> _problems = [];
    private readonly List<string> _sources = [];

    /// <summary>Notes that a file is part of it.</summary>
    public void AddSource(string file) => _sources.Add(file);

    /// <summary>Adds a price.</summary>
    public void AddPrice(PriceRow price) => _prices.Add(price);

    /// <summary>Adds facts; what was said about the same place before counts where these say nothing.</summary>
    public void AddFacts(MachinePlace place, MachineFacts facts) => _facts[place] = facts.Or(_facts.GetValueOrDefault(place));

    /// <summary>Adds a problem.</summary>
    public void AddProblem(string file, int line, string what, string help) => _problems.Add(new MarketProblem(file, line, what, help));

    /// <summary>Puts the market together.</summary>
    public MarketReading Finish()
    {
        if (_problems.Count > 0)
        {
            return new MarketReading(null, _problems);
        }

        MarketPool[] pools =
        [
            .. from price in _prices
               group price by price.Place into place
               orderby place.Key.Region, place.Key.Zone, place.Key.Type
               select PoolOf(place.Key, [.. place]),
        ];
        if (pools.Length == 0 && _problems.Count == 0)
        {
            AddProblem(
                _sources.Count > 0 ? _sources[0] : "market", 0, "holds no price",
                "a table of prices has the columns time, zone, type and price; see docs/market-files.md");
        }

        return _problems.Count > 0
            ? new MarketReading(null, _problems)
            : new MarketReading(new Market(_sources, pools, _prices.Min(p => p.At), _prices.Max(p => p.At)), []);
    }

    private MarketPool PoolOf(MachinePlace place, PriceRow[] prices)
    {
        MachineFacts facts = FactsOf(place);
        if (facts.Vcpus is null)
        {
            AddProblem(
                prices[0].File, prices[0].Line, $"the processors of '{place.Type}' are not known: its name does not tell them",
                $"add a table of types with the line `{place.Type},<vcpus>` under the header `type,vcpus`; see docs/market-files.md");
        }

        // Of two prices for the same moment the later line counts, as it would in a spreadsheet that was added to.
        return new MarketPool(place, facts, [.. prices.OrderBy(p => p.At).Select(p => (p.At, p.Dollars))]);
    }

    private MachineFacts FactsOf(MachinePlace place) => new MachineFacts()
        .Or(_facts.GetValueOrDefault(place with { Region = "" }))
        .Or(_facts.GetValueOrDefault(place with { Zone = "" }))
        .Or(_facts.GetValueOrDefault(new MachinePlace("", "", place.Type)))
        .Or(InstanceTypes.Derive(place.Type));
}
