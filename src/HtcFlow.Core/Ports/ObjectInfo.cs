namespace HtcFlow.Core.Ports;

/// <summary>One listed object.</summary>
/// <param name="Key">Key relative to the store.</param>
/// <param name="Bytes">Size.</param>
public readonly record struct ObjectInfo(string Key, long Bytes)
{
    // Half the size of the type: listings hold a million of these.
    private readonly long _ticks;

    /// <summary>When it was stored, by the store's clock; the smallest moment where the store does not tell.</summary>
    public DateTimeOffset StoredAt
    {
        get => new(_ticks, TimeSpan.Zero);
        init => _ticks = value.UtcTicks;
    }

    /// <summary>Whether key and size are the same: when something was stored makes it nothing else.</summary>
    public bool Equals(ObjectInfo other) => Key == other.Key && Bytes == other.Bytes;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Key, Bytes);
}
