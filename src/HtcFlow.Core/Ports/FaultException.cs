namespace HtcFlow.Core.Ports;

/// <summary>The outside world failed; the only exception that crosses a port apart from cancellation.</summary>
public sealed class FaultException : Exception
{
    /// <summary>Creates a fault.</summary>
    /// <param name="kind">What kind of failure it is.</param>
    /// <param name="operation">What was tried, for example <c>submit array</c>.</param>
    /// <param name="subject">On what, for example a path or a job name; never a secret.</param>
    /// <param name="detail">What the world said, one line.</param>
    /// <param name="inner">Cause, if there is one.</param>
    public FaultException(FaultKind kind, string operation, string subject, string detail, Exception? inner = null)
        : base($"{operation} '{subject}': {detail}", inner)
    {
        Kind = kind;
        Operation = operation;
        Subject = subject;
        Detail = detail;
    }

    /// <summary>What kind of failure it is.</summary>
    public FaultKind Kind { get; }

    /// <summary>What was tried.</summary>
    public string Operation { get; }

    /// <summary>On what.</summary>
    public string Subject { get; }

    /// <summary>What the world said.</summary>
    public string Detail { get; }

    /// <summary>Earliest sensible time to try again, counted from now; zero when the other side did not say.</summary>
    public TimeSpan RetryAfter { get; init; }
}
