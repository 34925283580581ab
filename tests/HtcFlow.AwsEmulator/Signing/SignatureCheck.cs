using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HtcFlow.AwsEmulator.Options;

namespace HtcFlow.AwsEmulator.Signing;

/// <summary>Checks signatures of version 4.</summary>
internal static class SignatureCheck
{
    private const string TimeForm = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>Checks a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">Keys, regions and limits.</param>
    /// <param name="now">What the service takes for the time.</param>
    /// <param name="region">The only region of the endpoint; null for all that exist.</param>
    /// <returns>Who signed, and for which region and service.</returns>
    /// <exception cref="SignatureException">It is not good.</exception>
    public static (AccessKeyOptions Key, Credential Credential) Check(SignedRequest request, EmulatorOptions options, DateTimeOffset now, string? region)
    {
        string header = request.Header("authorization");
        if (header.Length == 0)
        {
            throw new SignatureException(SignatureProblem.Missing);
        }

        Credential credential = Credential.Read(header) ?? throw new SignatureException(SignatureProblem.Incomplete, header);
        AccessKeyOptions key = Array.Find(options.Keys, key => key.Id == credential.KeyId) ?? throw new SignatureException(SignatureProblem.UnknownKey);
        CheckToken(key, request.Header("x-amz-security-token"), now);
        string time = request.Header("x-amz-date");
        CheckTime(time, now, options.Limits.ClockSkew);
        if (credential.Date != time[..8])
        {
            throw new SignatureException(SignatureProblem.Mismatch, $"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{credential.Date}' != '{time[..8]}', from '{time}'.");
        }

        bool isHere = region is null ? options.Regions.Contains(credential.Region) : region == credential.Region;
        if (!isHere && credential.Service is not "iam")
        {
            throw new SignatureException(SignatureProblem.WrongRegion, $"Credential should be scoped to a valid region, not '{credential.Region}'. ");
        }

        string hash = request.Header("x-amz-content-sha256");
        string canonical = CanonicalText.Request(request, credential.SignedHeaders);
        string expected = CanonicalText.Sign(key.Secret, credential, CanonicalText.ToSign(time, credential.Scope, canonical));
        bool isSame = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(credential.Signature));
        if (!isSame || !credential.SignedHeaders.Contains("host") || (hash.Length > 0 && hash != CanonicalText.Hash(request.Body)))
        {
            throw new SignatureException(SignatureProblem.Mismatch);
        }

        return (key, credential);
    }

    private static void CheckToken(AccessKeyOptions key, string token, DateTimeOffset now)
    {
        if ((key.SessionToken ?? "") != token)
        {
            throw new SignatureException(SignatureProblem.WrongToken);
        }

        if (key.Expires <= now)
        {
            throw new SignatureException(SignatureProblem.ExpiredToken);
        }
    }

    private static void CheckTime(string time, DateTimeOffset now, TimeSpan skew)
    {
        if (!DateTimeOffset.TryParseExact(time, TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at))
        {
            throw new SignatureException(SignatureProblem.Incomplete, "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
        }

        int minutes = (int)skew.TotalMinutes;
        if (at < now - skew)
        {
            throw new SignatureException(SignatureProblem.TooOld, $"Signature expired: {time} is now earlier than {Text(now - skew)} ({Text(now)} - {minutes} min.)");
        }

        if (at > now + skew)
        {
            throw new SignatureException(SignatureProblem.TooEarly, $"Signature not yet current: {time} is still later than {Text(now + skew)} ({Text(now)} + {minutes} min.)");
        }
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture);
}
