using HtcFlow.Cli.Output;

namespace HtcFlow.Cli.Forecasting;

/// <summary>Shows how many runs are done: in place on a terminal, as a line every ten seconds elsewhere.</summary>
internal sealed class ForecastProgress
{
    private static readonly TimeSpan s_distance = TimeSpan.FromSeconds(10);
    private readonly CommandContext _context;
    private readonly int _runs;
    private readonly DateTimeOffset _begin;
    private DateTimeOffset _next;

    /// <summary>Begins.</summary>
    /// <param name="context">The world.</param>
    /// <param name="runs">Runs to come.</param>
    public ForecastProgress(CommandContext context, int runs)
    {
        _context = context;
        _runs = runs;
        _begin = context.Now;
        _next = _begin + s_distance;
        if (context.IsTerminal)
        {
            Show(0);
        }
    }

    /// <summary>Shows that runs are done.</summary>
    public void Show(int done)
    {
        if (_context.Json)
        {
            return;
        }

        DateTimeOffset now = _context.Now;
        string left = done > 0 && done < _runs ? $", {Amounts.Duration((now - _begin) * (_runs - done) / done)} left" : "";
        if (_context.IsTerminal)
        {
            // Back to the begin of the line, and away with what stood there.
            _context.Err.Write($"\r\e[Krun {done} of {_runs}{left}{(done == _runs ? "\r\e[K" : "")}");
        }
        else if (now >= _next)
        {
            _context.Err.WriteLine($"run {done} of {_runs}{left}");
            _next = now + s_distance;
        }
    }

    /// <summary>Leaves the line when the forecast ends early.</summary>
    public void Leave()
    {
        if (_context.IsTerminal && !_context.Json)
        {
            _context.Err.Write("\r\e[K");
        }
    }
}
