namespace HtcFlow.Campaigns.Yaml;

/// <summary>A text; its value is exactly what was written, never a converted number or truth value.</summary>
internal sealed class ScalarNode : Node
{
    private readonly bool _isVerbatim;

    /// <summary>Creates a scalar.</summary>
    /// <param name="place">Where it begins.</param>
    /// <param name="value">Its text.</param>
    /// <param name="isPlain">Whether it stands without quotes.</param>
    /// <param name="writtenLength">Characters it takes in the file when it stands on one line, else -1.</param>
    public ScalarNode(Place place, string value, bool isPlain, int writtenLength)
        : base(place, 1, 0)
    {
        Value = value;
        IsPlain = isPlain;
        _isVerbatim = writtenLength == value.Length + (isPlain ? 0 : 2);
    }

    /// <summary>The text.</summary>
    public string Value { get; }

    /// <summary>Whether it stands without quotes.</summary>
    public bool IsPlain { get; }

    /// <summary>Whether nothing is written, or YAML's words for it.</summary>
    public bool IsNothing => IsPlain && (Value is "" or "~" or "null" or "Null" or "NULL");

    /// <inheritdoc/>
    public override string Kind => "a text";

    /// <summary>Where character <paramref name="offset"/> of the value stands, as near as can be said: the beginning when it holds escapes or several lines.</summary>
    public Place PlaceOf(int offset) =>
        _isVerbatim ? Place with { Column = Place.Column + offset + (IsPlain ? 0 : 1) } : Place;
}
