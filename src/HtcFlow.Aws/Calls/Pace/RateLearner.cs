namespace HtcFlow.Aws.Calls.Pace;

/// <summary>Learns how many calls a second are allowed, from which of them are refused for being too many.</summary>
/// <remarks>
/// Pure: whoever asks hands in the time, in seconds from anywhere. Calls are spaced evenly. A refusal lowers the rate by a tenth; then the
/// rate rises along a cubic curve: fast, flat for long near the rate that was too much, and ever faster beyond it, because then the limit has
/// changed. Refusals of calls that were begun before the last lowering tell nothing new. Several clients come to equal parts, since the larger
/// one lowers its rate by more and all take the same time to come back. Tried in simulation (<c>RateLearnerTests</c>): at a bucket of 50 calls a
/// second one client uses over 99 % of it with 0.2 % refused; a limit that falls to half is followed after some seven refusals.
/// Not thread-safe.
/// </remarks>
internal sealed class RateLearner
{
    /// <summary>What is left of the rate after a refusal.</summary>
    private const double Lowering = 0.9;

    /// <summary>Seconds of use until the rate is back at what was too much; refusals are about one in so many seconds' calls.</summary>
    private const double ComeBack = 11;

    /// <summary>A sleeper that wakes late may catch up on calls of this many seconds; without it, clocks of a millisecond would cost 5 %.</summary>
    private const double CatchUp = 0.1;

    /// <summary>One call in five seconds: slower would take for ever to learn that times are better.</summary>
    private const double Slowest = 0.2;

    private readonly double _fastest;
    private double _tooMuch;
    private double _sinceLowered;
    private double _next;
    private double _last;
    private bool _hasBegun;

    /// <summary>Begins at a rate that is believed to be allowed.</summary>
    /// <param name="rate">Calls a second.</param>
    public RateLearner(double rate)
    {
        Rate = rate;
        // A service that never refuses must not teach a rate that is without bound.
        _fastest = rate * 40;
        _tooMuch = rate;
        _sinceLowered = ComeBack;
    }

    /// <summary>Calls a second at the moment.</summary>
    public double Rate { get; private set; }

    /// <summary>How often the rate was lowered.</summary>
    public int Lowerings { get; private set; }

    /// <summary>Takes the next turn.</summary>
    /// <param name="now">The time.</param>
    /// <returns>Time of the turn, which may be over; to be handed to <see cref="OnRefused"/> is <see cref="Lowerings"/> as it is then.</returns>
    public double Take(double now)
    {
        bool wasIdle = !_hasBegun || now - _next > CatchUp;
        if (wasIdle)
        {
            _next = now;
        }
        else
        {
            // Only time in which calls waited for their turn shows that a rate is allowed.
            _sinceLowered += Math.Clamp(now - _last, 0, 1);
            Rise();
        }

        _hasBegun = true;
        _last = now;
        double turn = _next;
        _next += 1 / Rate;
        return turn;
    }

    /// <summary>A call was refused.</summary>
    /// <param name="lowerings"><see cref="Lowerings"/> when the call began.</param>
    public void OnRefused(int lowerings)
    {
        if (lowerings != Lowerings)
        {
            return;
        }

        Lowerings++;
        _tooMuch = Rate;
        _sinceLowered = 0;
        Rise();
    }

    private void Rise()
    {
        double x = (_sinceLowered - ComeBack) / ComeBack;
        Rate = Math.Clamp(_tooMuch * (1 + ((1 - Lowering) * x * x * x)), Slowest, _fastest);
    }
}
