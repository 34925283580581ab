using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Commands.Ssh;

/// <summary>Turns what <c>ssh</c> says about a connection into faults. Pure.</summary>
internal static class SshFault
{
    /// <summary>The fault for a connection that was not made or is lost; a lost one is an outage, whatever the reason.</summary>
    internal static FaultException Of(SshAddress address, string said)
    {
        string words = string.Join("; ", said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(static line => !line.StartsWith('@')).TakeLast(3));
        words = words.Length == 0 ? "the connection was lost" : words.Length > 300 ? words[..300] : words;
        return Has("REMOTE HOST IDENTIFICATION HAS CHANGED") || Has("Host key verification failed")
            ? Fault(FaultKind.Denied, $"the login node's key is not the known one, or not known yet; say `ssh {address}` by hand once and look at it ({words})")
            : Has("Permission denied") || Has("Too many authentication failures")
            ? Fault(FaultKind.Denied, $"the login node refuses this user: {words}; `ssh {address}` has to work without a question: add a key to ssh-agent, "
                + "or keep a connection open by ControlMaster where the site asks for codes")
            : Fault(FaultKind.Transient, words + "; it is tried again");

        bool Has(string part) => said.Contains(part, StringComparison.Ordinal);
        FaultException Fault(FaultKind kind, string detail) => new(kind, "connect", address.ToString(), detail);
    }
}
