using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HtcFlow.Aws.Signing;

/// <summary>Signs requests with AWS's Signature Version 4.</summary>
/// <remarks>Callers: any thread. Keeps the last signing key, which holds for a day, a region and a service.</remarks>
internal sealed class RequestSigner(SigningScope scope)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    private volatile DerivedKey? _derived;

    /// <summary>Signs a request.</summary>
    /// <param name="request">The request, without date and token.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="at">Time by the service's clock.</param>
    public Signature Sign(UnsignedRequest request, AwsKeys keys, DateTimeOffset at)
    {
        string date = at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        List<KeyValuePair<string, string>> headers = [.. request.Headers, new("x-amz-date", date)];
        if (keys.Token is not null)
        {
            headers.Add(new("x-amz-security-token", keys.Token));
        }

        CanonicalRequest canonical = CanonicalRequest.Of(request with { Headers = headers });
        string day = date[..8];
        string where = $"{day}/{scope.Region}/{scope.Service}/aws4_request";
        string toSign = $"{Algorithm}\n{date}\n{where}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.Text)))}";
        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(KeyFor(keys, day), Encoding.UTF8.GetBytes(toSign)));
        return new Signature(
            date, keys.Token, $"{Algorithm} Credential={keys.AccessKey}/{where}, SignedHeaders={canonical.SignedHeaders}, Signature={signature}");
    }

    private byte[] KeyFor(AwsKeys keys, string day)
    {
        if (_derived is { } known && known.Day == day && known.SecretKey == keys.SecretKey)
        {
            return known.Key;
        }

        byte[] key = HMACSHA256.HashData(Encoding.UTF8.GetBytes("AWS4" + keys.SecretKey), Encoding.UTF8.GetBytes(day));
        foreach (string part in new[] { scope.Region, scope.Service, "aws4_request" })
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        _derived = new DerivedKey(keys.SecretKey, day, key);
        return key;
    }

    // No record: its text would tell the secret.
    private sealed class DerivedKey(string secretKey, string day, byte[] key)
    {
        public string SecretKey => secretKey;

        public string Day => day;

        public byte[] Key => key;
    }
}
