using HtcFlow.Core.Ports;
using HtcFlow.Engine.Journal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HtcFlow.Forecast.Virtual;

/// <summary>How a campaign runs in virtual time.</summary>
public sealed record VirtualOptions
{
    /// <summary>An empty journal; by default one in memory.</summary>
    public IJournal Journal { get; init; } = new MemoryJournal();

    /// <summary>Time of day at which it begins; prices and storms are counted from it.</summary>
    public DateTimeOffset Begin { get; init; } = new(2018, 11, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Virtual time after which it is given up.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromDays(60);

    /// <summary>Log of the engine.</summary>
    public ILogger Log { get; init; } = NullLogger.Instance;
}
