using System.Collections;
using HtcFlow.Backends.Simulated.Cloud;
using HtcFlow.Backends.Simulated.Ledgers;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Simulated.Service;

/// <summary>The first so many elements that ended badly, spelt out when somebody reads them: most are told again and again, and rarely read.</summary>
internal sealed class CasualtyList(IReadOnlyList<Casualty> casualties, int count, MachineNames machines) : IReadOnlyList<ElementEnd>
{
    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public ElementEnd this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
            Casualty casualty = casualties[index];
            string reason = casualty.State switch
            {
                ElementState.HostGone => "the host was terminated",
                ElementState.Cancelled => "cancelled before it started",
                _ => "",
            };
            return new ElementEnd(casualty.Element, casualty.Exit, reason, machines.HostOf(casualty.Machine));
        }
    }

    /// <inheritdoc/>
    public IEnumerator<ElementEnd> GetEnumerator()
    {
        for (int c = 0; c < count; c++)
        {
            yield return this[c];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
