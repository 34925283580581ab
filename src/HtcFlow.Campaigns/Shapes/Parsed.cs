namespace HtcFlow.Campaigns.Shapes;

/// <summary>A scalar's value, or what is wrong with it.</summary>
/// <param name="Value">The value when <paramref name="Fault"/> is null.</param>
/// <param name="Fault">What is wrong, to stand after the subject: <c>is 'x', which ...</c>.</param>
/// <param name="Advice">What to write; null for what the shape expects.</param>
internal readonly record struct Parsed<T>(T? Value, string? Fault, string? Advice)
{
    public static implicit operator Parsed<T>(T value) => new(value, null, null);
}
