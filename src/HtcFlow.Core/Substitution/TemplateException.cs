namespace HtcFlow.Core.Substitution;

/// <summary>A template cannot be read or filled in; the message is a sentence for the user.</summary>
public sealed class TemplateException : FormatException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="offset">Character of the text at which the place begins, from 0.</param>
    public TemplateException(string message, int offset)
        : base(message) => Offset = offset;

    /// <summary>Character of the text at which the place begins, from 0.</summary>
    public int Offset { get; }
}
