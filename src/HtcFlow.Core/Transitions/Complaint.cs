using System.Runtime.CompilerServices;

namespace HtcFlow.Core.Transitions;

/// <summary>The text of a refusal, put together only when there is something to refuse: facts are checked millions of times.</summary>
[InterpolatedStringHandler]
internal ref struct Complaint
{
    private DefaultInterpolatedStringHandler _text;

    public Complaint(int literalLength, int formattedCount, bool condition, out bool isWanted)
    {
        isWanted = !condition;
        _text = isWanted ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
    }

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    /// <summary>Gives the text; only once.</summary>
    public string Take() => _text.ToStringAndClear();
}
