namespace HtcFlow.AwsEmulator.Signing;

/// <summary>A request is not signed as it must be; each protocol has its own words for it.</summary>
internal sealed class SignatureException(SignatureProblem problem, string details = "") : Exception(details)
{
    /// <summary>What is wrong.</summary>
    public SignatureProblem Problem { get; } = problem;
}
