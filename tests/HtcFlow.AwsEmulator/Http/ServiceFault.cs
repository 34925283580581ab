namespace HtcFlow.AwsEmulator.Http;

/// <summary>An error that a service answers with; the protocol decides what it looks like.</summary>
internal sealed class ServiceFault(string code, int status, string message) : Exception(message)
{
    /// <summary>Name of the error.</summary>
    public string Code { get; } = code;

    /// <summary>Status of HTTP.</summary>
    public int Status { get; } = status;
}
