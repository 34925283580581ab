namespace HtcFlow.Aws.Calls.Errors;

/// <summary>A service's refusal.</summary>
/// <param name="Status">Status of the reply.</param>
/// <param name="Code">Its word for it, for example <c>TooManyRequestsException</c>; empty if there is none.</param>
/// <param name="Message">Its sentence; empty if there is none.</param>
/// <param name="RetryAfter">When to ask again; zero if it does not say.</param>
/// <param name="Date">Its clock; null if it does not say.</param>
internal sealed record AwsError(int Status, string Code, string Message, TimeSpan RetryAfter, DateTimeOffset? Date);
