namespace HtcFlow.AwsEmulator.Signing;

/// <summary>What an Authorization header of signature version 4 says.</summary>
internal sealed record Credential(string KeyId, string Date, string Region, string Service, string[] SignedHeaders, string Signature)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Scope of the signature.</summary>
    public string Scope => $"{Date}/{Region}/{Service}/aws4_request";

    /// <summary>Reads a header; null when it is none of this kind.</summary>
    public static Credential? Read(string header)
    {
        if (!header.StartsWith(Algorithm + " ", StringComparison.Ordinal))
        {
            return null;
        }

        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in header[(Algorithm.Length + 1)..].Split(',', StringSplitOptions.TrimEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                parts[part[..equals]] = part[(equals + 1)..];
            }
        }

        string[] scope = parts.GetValueOrDefault("Credential", "").Split('/');
        return scope is [var key, var date, var region, var service, "aws4_request"]
            && parts.TryGetValue("SignedHeaders", out string? headers)
            && parts.TryGetValue("Signature", out string? signature)
            ? new Credential(key, date, region, service, headers.Split(';'), signature)
            : null;
    }
}
