using HtcFlow.Cli.Machine;
using HtcFlow.Core.Ports;

namespace HtcFlow.Cli.Aws.Visit;

/// <summary>Makes findings of what AWS refuses.</summary>
internal static class FaultFinding
{
    /// <summary>Name of a finding, the target before it where there are some.</summary>
    public static string Name(string target, string name) => target.Length == 0 ? name : $"{target}: {name}";

    /// <summary>The finding of a fault, which says what happened and last what to do.</summary>
    public static Finding Of(string target, string name, FaultException fault, string state = Finding.Missing)
    {
        int advice = fault.Detail.LastIndexOf("; ", StringComparison.Ordinal);
        return new Finding(
            Name(target, name), state, $"{fault.Operation} '{fault.Subject}': {(advice < 0 ? fault.Detail : fault.Detail[..advice])}",
            advice < 0 ? "see docs/aws.md" : fault.Detail[(advice + 2)..]);
    }
}
