using System.Text;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Clusters;

/// <summary>What no scheduler can take is refused before it is asked. Pure.</summary>
internal static class AskRules
{
    private const int MaxNameCharacters = 200;

    /// <summary>The reason to refuse an ask; null when it can be sent.</summary>
    /// <param name="ask">What is asked for.</param>
    /// <param name="maxElements">Most elements of one array.</param>
    /// <param name="limit">Name of the setting that says so.</param>
    /// <param name="widest">Most processors of one host; 0 when unknown.</param>
    internal static FaultException? Check(ArrayAsk ask, int maxElements, string limit, int widest)
    {
        int vcpus = ask.Resources.Vcpus;
        string? why =
            !IsUsable(ask.Name.Value)
                ? "the name cannot be a job's; it begins with a letter and holds letters, digits, '-', '_' and '.' only"
            : ask.Elements < 1 || ask.Elements > maxElements
                ? $"{ask.Elements} elements; an array has 1 to {maxElements} here ({limit})"
            : vcpus < 1 ? $"one task asks for {vcpus} vcpus; the least is 1"
            : widest > 0 && vcpus > widest
                ? $"one task asks for {vcpus} vcpus and no host has more than {widest} slots for it; lower resources.vcpus or choose another queue"
            : ask.Environment.Where(static v => !IsVariable(v.Key) || v.Value.Contains('\0')).Select(static v => v.Key).FirstOrDefault() is { } name
                ? $"the variable '{name}' has a name that no shell takes, or a zero byte in its value; rename or mend it"
            : BytesOf(ask) > RunnerNeeds.MaxEnvironmentBytes
                ? $"its environment has {BytesOf(ask)} bytes, more than {RunnerNeeds.MaxEnvironmentBytes}; put the order into the store"
            : null;
        return why is null ? null : new FaultException(FaultKind.Broken, "submit array", ask.Name.Value, why);
    }

    /// <summary>Whether a name can be a host's; others are not put into requests.</summary>
    internal static bool IsHost(string name) =>
        name.Length is > 0 and <= MaxNameCharacters && char.IsAsciiLetterOrDigit(name[0]) && name.All(IsPlain);

    private static bool IsUsable(string name) =>
        name.Length is > 0 and <= MaxNameCharacters && char.IsAsciiLetter(name[0]) && name.All(IsPlain);

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';

    private static bool IsVariable(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static int BytesOf(ArrayAsk ask) =>
        ask.Environment.Sum(static v => Encoding.UTF8.GetByteCount(v.Key) + Encoding.UTF8.GetByteCount(v.Value) + 2);
}
