using HtcFlow.Core.Wire;

namespace HtcFlow.Engine.Tests.Storms.World;

/// <summary>The hosts of a storm, by turns; some of them spoil whatever runs there, and some are avoided on the engine's word.</summary>
internal sealed class StormHosts(int count, int bad)
{
    private readonly HashSet<string> _avoided = [];
    private int _next;

    /// <summary>Hosts that were ever to be avoided.</summary>
    public HashSet<string> EverAvoided { get; } = [];

    /// <summary>Host for the next element; empty where hosts have no names.</summary>
    public string Next()
    {
        for (int tries = 0; tries < count; tries++)
        {
            string host = NameOf(_next++ % count);
            if (!_avoided.Contains(host))
            {
                return host;
            }
        }

        return "";
    }

    /// <summary>How a host spoils what runs there; none where it does not.</summary>
    /// <remarks>One bad host is slow and the next one cannot start anything, by turns.</remarks>
    public (Outcome Outcome, int Exit) SpoilsBy(string host)
    {
        for (int h = 0; h < bad; h++)
        {
            if (host == NameOf(h))
            {
                return h % 2 == 0 ? (Outcome.Slow, ExitCode.TryAgain) : (Outcome.Failed, ExitCode.CannotStart);
            }
        }

        return (Outcome.None, 0);
    }

    /// <summary>Takes the engine's word on all hosts that are to get no work.</summary>
    public void Avoid(IReadOnlyCollection<string> hosts)
    {
        _avoided.Clear();
        _avoided.UnionWith(hosts);
        EverAvoided.UnionWith(hosts);
    }

    private static string NameOf(int number) => "node-" + (char)('a' + (number / 10)) + (char)('0' + (number % 10));
}
