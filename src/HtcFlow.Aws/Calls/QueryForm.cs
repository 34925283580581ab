using System.Globalization;
using System.Text;
using HtcFlow.Aws.Signing;

namespace HtcFlow.Aws.Calls;

/// <summary>A request of the services that take forms.</summary>
internal sealed class QueryForm
{
    private readonly StringBuilder _text = new();

    /// <summary>Begins a form.</summary>
    public QueryForm(string operation, string version) => Add("Action", operation).Add("Version", version);

    /// <summary>Adds a member; null adds nothing.</summary>
    public QueryForm Add(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(_text.Length == 0 ? "" : "&").Append(CanonicalRequest.Encode(name)).Append('=').Append(CanonicalRequest.Encode(value));
        }

        return this;
    }

    /// <summary>Adds a row of members: <c>name.1</c>, <c>name.2</c>...</summary>
    public QueryForm Add(string name, IEnumerable<string> values)
    {
        int index = 0;
        foreach (string value in values)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"{name}.{++index}"), value);
        }

        return this;
    }

    /// <summary>Adds a time; null adds nothing.</summary>
    public QueryForm Add(string name, DateTimeOffset? value) =>
        Add(name, value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    /// <summary>The body of a request.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());
}
