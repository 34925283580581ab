namespace HtcFlow.Cli.Machine;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="State"><c>ok</c>, <c>missing</c> (nothing works without it) or <c>advice</c> (works, but not well).</param>
/// <param name="Detail">What was found.</param>
/// <param name="Remedy">What mends it; empty when it is fine.</param>
internal sealed record Finding(string Name, string State, string Detail, string Remedy)
{
    /// <summary>It is fine.</summary>
    public const string Ok = "ok";

    /// <summary>Nothing works without it.</summary>
    public const string Missing = "missing";

    /// <summary>It works, but not well.</summary>
    public const string Advice = "advice";

    /// <summary>Fine when a condition holds, else of the given state with a remedy.</summary>
    public static Finding If(bool good, string name, string detail, string otherwise, string remedy) =>
        new(name, good ? Ok : otherwise, detail, good ? "" : remedy);
}
