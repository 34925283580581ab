using System.Globalization;
using System.Text;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Signing;

namespace HtcFlow.AwsEmulator.Query;

/// <summary>The parameters of a request of the Query protocol.</summary>
internal sealed class QueryForm
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Reads a request's body and its query.</summary>
    public QueryForm(SignedRequest request)
    {
        Add(request.Query);
        Add(Encoding.UTF8.GetString(request.Body));
    }

    /// <summary>A value, or null.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <summary>A value that is true.</summary>
    public bool Flag(string name) => string.Equals(Text(name), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A whole number, or null.</summary>
    public int? Whole(string name) => Text(name) switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) => value,
        var text => throw Invalid(name, text),
    };

    /// <summary>A moment, or null.</summary>
    public DateTimeOffset? Moment(string name) => Text(name) switch
    {
        null => null,
        var text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at) => at,
        var text => throw Invalid(name, text),
    };

    /// <summary>The values <c>name.1</c>, <c>name.2</c> and so on.</summary>
    public List<string> List(string name)
    {
        List<string> values = [];
        while (Text(string.Create(CultureInfo.InvariantCulture, $"{name}.{values.Count + 1}")) is { } value)
        {
            values.Add(value);
        }

        return values;
    }

    /// <summary>The filters, by name.</summary>
    public Dictionary<string, List<string>> Filters()
    {
        var filters = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        for (int number = 1; Text(string.Create(CultureInfo.InvariantCulture, $"Filter.{number}.Name")) is { } name; number++)
        {
            filters[name] = List(string.Create(CultureInfo.InvariantCulture, $"Filter.{number}.Value"));
        }

        return filters;
    }

    private static ServiceFault Invalid(string name, string text) =>
        new("InvalidParameterValue", 400, $"Invalid value '{text}' for {name}.");

    private void Add(string text)
    {
        foreach (string pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Replace('+', ' ').Split('=', 2);
            _values[Uri.UnescapeDataString(parts[0])] = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        }
    }
}
