namespace HtcFlow.Aws.Account;

/// <summary>Whether an action would be allowed.</summary>
/// <param name="Action">For example <c>batch:SubmitJob</c>.</param>
/// <param name="Resource">ARN, or <c>*</c>.</param>
/// <param name="Decision"><c>allowed</c>, <c>explicitDeny</c> or <c>implicitDeny</c>.</param>
public sealed record PermissionVerdict(string Action, string Resource, string Decision)
{
    /// <summary>Whether it would be allowed.</summary>
    public bool IsAllowed => Decision == "allowed";
}
