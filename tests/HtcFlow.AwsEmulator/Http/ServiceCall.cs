using HtcFlow.AwsEmulator.Options;
using HtcFlow.AwsEmulator.Signing;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Http;

/// <summary>A request whose signature is good.</summary>
/// <param name="Region">Its region.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Key">Who asks.</param>
/// <param name="Request">The request itself.</param>
internal sealed record ServiceCall(Region Region, string Operation, AccessKeyOptions Key, SignedRequest Request)
{
    /// <summary>Resource name of the caller.</summary>
    public string CallerArn => CallerOf(Key, Region.Emulator.Options.AccountId);

    /// <summary>Resource name of a key's owner.</summary>
    public static string CallerOf(AccessKeyOptions key, string account) => key.SessionToken is null
        ? $"arn:aws:iam::{account}:user/{key.Name}"
        : $"arn:aws:sts::{account}:assumed-role/{(key.Name.Contains('/', StringComparison.Ordinal) ? key.Name : key.Name + "/session")}";
}
