namespace HtcFlow.Cli.Output;

/// <summary>Asks the terminal.</summary>
internal static class Terminal
{
    private const int Standard = 80;

    /// <summary>Columns of the screen; 80 where nobody knows.</summary>
    public static int Width(bool isTerminal)
    {
        try
        {
            return isTerminal && Console.WindowWidth is > 0 and var width ? width : Standard;
        }
        catch (IOException)
        {
            return Standard;
        }
    }
}
