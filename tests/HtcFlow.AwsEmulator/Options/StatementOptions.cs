namespace HtcFlow.AwsEmulator.Options;

/// <summary>One statement of a policy; patterns may hold <c>*</c> and <c>?</c>.</summary>
public sealed class StatementOptions
{
    /// <summary><c>Allow</c> or <c>Deny</c>.</summary>
    public string Effect { get; set; } = "Allow";

    /// <summary>Patterns of actions such as <c>batch:SubmitJob</c>.</summary>
    public string[] Actions { get; set; } = ["*"];

    /// <summary>Patterns of resource names.</summary>
    public string[] Resources { get; set; } = ["*"];
}
