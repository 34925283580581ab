namespace HtcFlow.Runner.Tests.Order;

/// <summary>An environment written as <c>A=1;B=2</c>.</summary>
internal static class Variables
{
    public static Func<string, string?> Of(string text)
    {
        var values = text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);
        return values.GetValueOrDefault;
    }
}
