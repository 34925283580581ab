namespace HtcFlow.Aws.Signing;

/// <summary>What requests are signed with; never printed.</summary>
internal sealed class AwsKeys(string accessKey, string secretKey, string? token)
{
    /// <summary>Names the secret key; stands in each request.</summary>
    public string AccessKey { get; } = accessKey;

    /// <summary>Never leaves this process.</summary>
    public string SecretKey { get; } = secretKey;

    /// <summary>Sent along with keys that expire; null for those that do not.</summary>
    public string? Token { get; } = string.IsNullOrEmpty(token) ? null : token;

    /// <summary>Whether two sets of keys are the same.</summary>
    public bool IsSame(AwsKeys other) => AccessKey == other.AccessKey && SecretKey == other.SecretKey && Token == other.Token;

    public override string ToString() => "keys";
}
