namespace HtcFlow.Core.Transitions;

/// <summary>A fact cannot have happened in this state: a bug, or a journal that was tampered with.</summary>
public sealed class InvalidFactException : Exception
{
    /// <summary>Creates the error.</summary>
    public InvalidFactException(string message)
        : base(message)
    {
    }
}
