namespace HtcFlow.Forecast.Markets;

/// <summary>Reads CSV tables: prices over time, and facts about types of machines.</summary>
internal static class MarketTableReader
{
    private const string Time = "time";
    private const string Region = "region";
    private const string Zone = "zone";
    private const string Type = "type";
    private const string Price = "price";
    private const string Vcpus = "vcpus";
    private const string Memory = "memory_gib";
    private const string Speed = "speed";
    private const string SpeedDeviation = "speed_deviation";
    private const string Hazard = "hazard_per_hour";
    private const string MaxMachines = "max_machines";

    // Far above what is for rent, and below what a 32-bit count of processors in a fleet holds.
    private const int MostVcpus = 4_096;
    private const int MostMachines = 1_000_000;
    private const double MostGibibytes = 65_536;
    private const double MostDollars = 10_000;

    // A hundred times as fast or as slow as the machine that task times are given for: beyond that a unit was mistaken.
    private const double MostSpeed = 100;
    private const double LeastSpeed = 0.01;

    private const long Gibibyte = 1L << 30;

    private static readonly string[] s_columns = [Time, Region, Zone, Type, Price, Vcpus, Memory, Speed, SpeedDeviation, Hazard, MaxMachines];

    /// <summary>Adds a table to a market.</summary>
    /// <param name="draft">The market.</param>
    /// <param name="file">File as the user called it.</param>
    /// <param name="text">Its text.</param>
    public static void Read(MarketDraft draft, string file, string text)
    {
        IReadOnlyList<CsvRow> rows = CsvTable.Parse(text, out int unclosed);
        if (unclosed > 0)
        {
            draft.AddProblem(file, unclosed, "a quote is opened and never closed", "close it, or remove it");
            return;
        }

        if (rows.Count == 0)
        {
            draft.AddProblem(file, 0, "is empty", "its first line names the columns: time, region, zone, type, price");
            return;
        }

        if (ColumnsOf(draft, file, rows[0]) is not { } columns)
        {
            return;
        }

        foreach (CsvRow row in rows.Skip(1))
        {
            if (row.Cells.Count > rows[0].Cells.Count)
            {
                draft.AddProblem(
                    file, row.Line, $"has {row.Cells.Count} cells, but the header names {rows[0].Cells.Count} columns",
                    "put quotes around cells that hold the separator");
                continue;
            }

            ReadRow(draft, file, row, new CellReader(draft, file, columns, row), columns.ContainsKey(Price));
        }
    }

    private static Dictionary<string, int>? ColumnsOf(MarketDraft draft, string file, CsvRow header)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        bool isFine = true;
        for (int c = 0; c < header.Cells.Count; c++)
        {
            string name = header.Cells[c].ToLowerInvariant().Replace(' ', '_');
            if (!s_columns.Contains(name))
            {
                draft.AddProblem(file, header.Line, $"'{header.Cells[c]}' is no column of a market file", $"columns are {string.Join(", ", s_columns)}");
                isFine = false;
            }
            else if (!columns.TryAdd(name, c))
            {
                draft.AddProblem(file, header.Line, $"the column '{name}' stands there twice", "remove one of them");
                isFine = false;
            }
        }

        string[] needed = columns.ContainsKey(Price) || columns.ContainsKey(Time) ? [Time, Zone, Type, Price] : [Type];
        foreach (string name in isFine ? needed.Where(n => !columns.ContainsKey(n)) : [])
        {
            draft.AddProblem(file, header.Line, $"the column '{name}' is missing", "prices need time, zone, type and price; facts about machines need type");
            isFine = false;
        }

        return isFine ? columns : null;
    }

    private static void ReadRow(MarketDraft draft, string file, CsvRow row, CellReader cells, bool hasPrice)
    {
        string zone = (hasPrice ? cells.Required(Zone) : cells.Text(Zone)) ?? "";
        string region = cells.Text(Region);
        string? type = cells.Required(Type);
        MachineFacts facts = FactsOf(cells);
        if (type is not null && facts != new MachineFacts())
        {
            // The name of a zone is unique, so that a table of types need not say again to which region it belongs.
            draft.AddFacts(new MachinePlace(zone.Length > 0 ? "" : region, zone, type), facts);
        }

        if (!hasPrice)
        {
            return;
        }

        DateTimeOffset? at = cells.Moment(Time);
        double? price = cells.Required(Price) is null ? null : cells.Number(Price, 0, MostDollars);
        if (at is { } moment && price is { } dollars && type is not null && zone.Length > 0)
        {
            var place = new MachinePlace(region.Length > 0 ? region : MachinePlace.RegionOf(zone), zone, type);
            draft.AddPrice(new PriceRow(file, row.Line, moment, place, dollars));
        }
    }

    private static MachineFacts FactsOf(CellReader cells) => new()
    {
        Vcpus = cells.Whole(Vcpus, 1, MostVcpus),
        MemoryBytes = (long?)(cells.Number(Memory, 0, MostGibibytes) * Gibibyte),
        Speed = cells.Number(Speed, LeastSpeed, MostSpeed),
        SpeedDeviation = cells.Number(SpeedDeviation, 0, 1),
        HazardPerHour = cells.Number(Hazard, 0, 1),
        MaxMachines = cells.Whole(MaxMachines, 0, MostMachines),
    };
}
