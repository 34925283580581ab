using System.Text;

namespace HtcFlow.Backends.Commands;

/// <summary>What a program that ended by itself said.</summary>
/// <param name="Exit">Exit code, 128 + signal for a killed one.</param>
/// <param name="Output">Standard output as it came.</param>
/// <param name="Error">Standard error, for people; its first 64 KiB.</param>
internal sealed record CommandReply(int Exit, byte[] Output, string Error)
{
    /// <summary>The output as text.</summary>
    public string Text => Encoding.UTF8.GetString(Output);
}
