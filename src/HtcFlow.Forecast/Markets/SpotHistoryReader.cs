using System.Globalization;
using System.Text.Json;

namespace HtcFlow.Forecast.Markets;

/// <summary>Reads what <c>aws ec2 describe-spot-price-history</c> prints.</summary>
internal static class SpotHistoryReader
{
    private const string History = "SpotPriceHistory";
    private const string Product = "Linux/UNIX";

    /// <summary>Adds the prices of a history to a market: those of Linux where there are any.</summary>
    /// <param name="draft">The market.</param>
    /// <param name="file">File as the user called it.</param>
    /// <param name="json">Its bytes.</param>
    public static void Read(MarketDraft draft, string file, ReadOnlySpan<byte> json)
    {
        var lines = new LineCount();
        var found = new Dictionary<MachinePlace, (int Rank, List<PriceRow> Prices)>();
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (!FindHistory(ref reader))
            {
                draft.AddProblem(file, 1, $"has no '{History}'", "save the output of `aws ec2 describe-spot-price-history` as it comes");
                return;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                int line = lines.At(json, (int)reader.TokenStartIndex);
                if (ReadRecord(ref reader).ToPrice(draft, file, line) is { } price)
                {
                    Keep(found, price.Row, price.Rank);
                }
            }
        }
        catch (JsonException broken)
        {
            draft.AddProblem(file, (int)(broken.LineNumber ?? 0) + 1, "is not JSON", "save the output of `aws ec2 describe-spot-price-history --output json` again");
            return;
        }

        foreach (PriceRow price in found.Values.SelectMany(place => place.Prices))
        {
            draft.AddPrice(price);
        }
    }

    // A machine costs more with Windows or a licence on it: the product that is nearest to plain Linux counts alone.
    private static void Keep(Dictionary<MachinePlace, (int Rank, List<PriceRow> Prices)> found, PriceRow price, int rank)
    {
        if (!found.TryGetValue(price.Place, out (int Rank, List<PriceRow> Prices) best) || rank < best.Rank)
        {
            found[price.Place] = (rank, [price]);
        }
        else if (rank == best.Rank)
        {
            best.Prices.Add(price);
        }
    }

    private static bool FindHistory(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isHistory = reader.ValueTextEquals(History);
            reader.Read();
            if (isHistory)
            {
                return reader.TokenType == JsonTokenType.StartArray;
            }

            // NextToken, or what another tool added.
            reader.Skip();
        }

        return false;
    }

    private static SpotRecord ReadRecord(ref Utf8JsonReader reader)
    {
        var record = new SpotRecord("", "", "", "", "");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            string value = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
            record = name switch
            {
                "AvailabilityZone" => record with { Zone = value },
                "InstanceType" => record with { Type = value },
                "ProductDescription" => record with { Product = value },
                "SpotPrice" => record with { Price = value },
                "Timestamp" => record with { Time = value },
                _ => record,
            };
            reader.Skip();
        }

        return record;
    }

    // Lines are counted once over the whole file, not from its begin for each record.
    private sealed class LineCount
    {
        private int _line = 1;
        private int _at;

        public int At(ReadOnlySpan<byte> json, int position)
        {
            _line += json[_at..position].Count((byte)'\n');
            _at = position;
            return _line;
        }
    }

    private readonly record struct SpotRecord(string Zone, string Type, string Product, string Price, string Time)
    {
        public (PriceRow Row, int Rank)? ToPrice(MarketDraft draft, string file, int line)
        {
            if (Zone.Length == 0 || Type.Length == 0)
            {
                draft.AddProblem(file, line, "a record names no AvailabilityZone or no InstanceType", "remove the record");
                return null;
            }

            if (!double.TryParse(Price, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double dollars))
            {
                draft.AddProblem(file, line, $"the SpotPrice of {Type} in {Zone} is '{Price}'", "it is a text such as \"0.123400\"");
                return null;
            }

            if (!DateTimeOffset.TryParse(Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset at))
            {
                draft.AddProblem(file, line, $"the Timestamp of {Type} in {Zone} is '{Time}'", "it is a text such as \"2026-11-01T13:00:00+00:00\"");
                return null;
            }

            int rank = Product is SpotHistoryReader.Product or "" ? 0 : Product.StartsWith(SpotHistoryReader.Product, StringComparison.Ordinal) ? 1 : 2;
            return (new PriceRow(file, line, at, new MachinePlace(MachinePlace.RegionOf(Zone), Zone, Type), dollars), rank);
        }
    }
}
