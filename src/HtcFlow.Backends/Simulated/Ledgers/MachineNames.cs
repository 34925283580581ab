using System.Globalization;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Simulated.Ledgers;

/// <summary>Types and host names by machine number; a name is spelt when it is first asked for.</summary>
internal sealed class MachineNames
{
    private readonly List<string> _types = [""];
    private readonly List<string?> _hosts = [""];

    /// <summary>Takes in the next machine, numbered from 1.</summary>
    internal int Add(string type)
    {
        _types.Add(LedgerKey.MachineName(type));
        _hosts.Add(null);
        return _types.Count - 1;
    }

    internal string TypeOf(int machine) => _types[machine];

    /// <summary>Host name; empty for machine 0.</summary>
    internal string HostOf(int machine) =>
        _hosts[machine] ??= string.Create(CultureInfo.InvariantCulture, $"i-{machine:D6}");

    /// <summary>Number of a host; 0 for one that never was.</summary>
    internal int NumberOf(string host) =>
        host.StartsWith("i-", StringComparison.Ordinal)
        && int.TryParse(host.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number < _types.Count && HostOf(number) == host
            ? number
            : 0;
}
