using System.Text;
using HtcFlow.Backends.Local.Spooling;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Local;

/// <summary>What this machine can never do is refused at once.</summary>
internal static class AskRules
{
    /// <summary>The reason to refuse an ask; null when it can be run.</summary>
    internal static FaultException? Check(ArrayAsk ask, LocalOptions options, BackendCapabilities capabilities)
    {
        int vcpus = ask.Resources.Vcpus;
        string? why =
            !Spool.IsUsable(ask.Name) ? "the name cannot be a directory's; use letters, digits, '-', '_' and '.'"
            : ask.Elements < 1 || ask.Elements > capabilities.MaxArrayElements
                ? $"{ask.Elements} elements; an array has 1 to {capabilities.MaxArrayElements}"
            : vcpus > options.Slots
                ? $"one task asks for {vcpus} vcpus and this machine has {options.Slots} slots; lower resources.vcpus or raise the slots"
            : vcpus < 1 ? $"one task asks for {vcpus} vcpus; the least is 1"
            : WrongVariable(ask) is { } name ? $"the variable '{name}' holds '=' in its name or a zero byte; exec cannot pass it"
            : BytesOf(ask) > capabilities.MaxEnvironmentCharacters
                ? $"its environment has {BytesOf(ask)} bytes, more than {capabilities.MaxEnvironmentCharacters}; put the order into the store"
            : null;
        return why is null ? null : new FaultException(FaultKind.Broken, "submit array", ask.Name.Value, why);
    }

    private static string? WrongVariable(ArrayAsk ask) => ask.Environment
        .Where(static v => v.Key.Length == 0 || v.Key.Contains('=') || v.Key.Contains('\0') || v.Value.Contains('\0'))
        .Select(static v => v.Key)
        .FirstOrDefault();

    // NAME=value and a terminator.
    private static int BytesOf(ArrayAsk ask) =>
        ask.Environment.Sum(static v => Encoding.UTF8.GetByteCount(v.Key) + Encoding.UTF8.GetByteCount(v.Value) + 2);
}
