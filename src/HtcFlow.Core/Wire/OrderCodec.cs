using System.IO.Compression;
using System.Text.Json;
using HtcFlow.Core.Wire.Orders;

namespace HtcFlow.Core.Wire;

/// <summary>Packs a <see cref="StageOrder"/> into one environment value: JSON, deflated, base64url without padding.</summary>
public static class OrderCodec
{
    /// <summary>Largest unpacked order; a longer text is refused, so a forged value cannot exhaust memory.</summary>
    public const int MaxOrderBytes = 64 << 20;

    /// <summary>Packs an order into letters, digits, hyphen and underscore.</summary>
    public static string Format(StageOrder order)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(order, WireJson.Default.StageOrder);
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal))
        {
            deflate.Write(json);
        }

        return Convert.ToBase64String(packed.ToArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    /// <summary>Unpacks what <see cref="Format"/> packed.</summary>
    /// <exception cref="FormatException">The text is not a packed order.</exception>
    public static StageOrder Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            string base64 = text.Replace('-', '+').Replace('_', '/');
            byte[] packed = Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
            using var deflate = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
            using var json = new MemoryStream();
            byte[] buffer = new byte[16384];
            for (int read; (read = deflate.Read(buffer)) > 0;)
            {
                json.Write(buffer, 0, read);
                if (json.Length > MaxOrderBytes)
                {
                    throw new FormatException("The order unpacks to more than 64 MiB.");
                }
            }

            using JsonDocument document = JsonDocument.Parse(json.GetBuffer().AsMemory(0, (int)json.Length));
            return OrderElement.Read(document.RootElement);
        }
        catch (Exception e) when (WireJson.IsDamage(e) || e is InvalidOperationException or OverflowException)
        {
            throw new FormatException("The order is damaged: " + e.Message, e);
        }
    }
}
