namespace HtcFlow.Core.Ports;

/// <summary>One listed object.</summary>
/// <param name="Key">Key relative to the store.</param>
/// <param name="Bytes">Size.</param>
public readonly record struct ObjectInfo(string Key, long Bytes);
