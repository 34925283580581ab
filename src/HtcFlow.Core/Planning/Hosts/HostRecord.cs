using System.Runtime.CompilerServices;

namespace HtcFlow.Core.Planning.Hosts;

/// <summary>What is remembered of one host: 40 bytes, because there are tens of thousands.</summary>
internal struct HostRecord
{
    /// <summary>Sum of the test on suspect ends.</summary>
    public float SuspectSum;

    /// <summary>Sum of the test on plain failures.</summary>
    public float FailedSum;

    /// <summary>Ends that were good.</summary>
    public int Good;

    /// <summary>Ends that were not, each element counted once.</summary>
    public int Bad;

    /// <summary>Minutes since 1970 at which something last ended here.</summary>
    public int SeenMinute;

    private int _next;
    private LatestBad _latest;

    /// <summary>Takes note of a bad end; false when the same element ended badly here shortly before.</summary>
    public bool TakeBad(uint element)
    {
        for (int i = 0; i < Math.Min(Bad, LatestBad.Length); i++)
        {
            if (_latest[i] == element)
            {
                return false;
            }
        }

        _latest[_next] = element;
        _next = (_next + 1) % LatestBad.Length;
        Bad++;
        return true;
    }

    [InlineArray(Length)]
    private struct LatestBad
    {
        public const int Length = 4;
        private uint _first;
    }
}
