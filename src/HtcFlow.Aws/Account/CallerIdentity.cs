namespace HtcFlow.Aws.Account;

/// <summary>Who credentials belong to.</summary>
/// <param name="Account">Twelve digits.</param>
/// <param name="Arn">The user, or the session of a role.</param>
/// <param name="UserId">The service's own id.</param>
public sealed record CallerIdentity(string Account, string Arn, string UserId);
