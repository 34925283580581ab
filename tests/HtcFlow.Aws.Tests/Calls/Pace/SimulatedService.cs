using HtcFlow.Aws.Calls.Pace;

namespace HtcFlow.Aws.Tests.Calls.Pace;

/// <summary>Clients with learners that call a service with a token bucket, in virtual time.</summary>
/// <param name="rate">Calls a second that the service allows, by the time in seconds.</param>
/// <param name="burst">Size of its bucket.</param>
/// <param name="clients">Clients that always have a call to make.</param>
internal sealed class SimulatedService(Func<double, double> rate, double burst, int clients)
{
    private const double Latency = 0.05;

    private readonly Random _dice = new(7);
    private readonly PriorityQueue<(Kind Kind, int Client, int Mark), (double Time, int Order)> _events = new();
    private readonly RateLearner[] _learners = [.. Enumerable.Range(0, clients).Select(static _ => new RateLearner(50))];
    private int _order;

    private enum Kind
    {
        Call,
        Arrival,
        Refusal,
        Stranger,
    }

    /// <summary>Calls a second of somebody who never slows down.</summary>
    public double Strangers { get; init; }

    /// <summary>Calls that were carried out and refused, by client, in each second.</summary>
    public List<(double Time, int Client, bool IsRefused)> Log { get; } = [];

    /// <summary>Lets so many seconds pass.</summary>
    public void Run(double seconds)
    {
        double tokens = burst;
        double last = 0;
        for (int client = 0; client < clients; client++)
        {
            Add(Kind.Call, client, 0, 0);
        }

        if (Strangers > 0)
        {
            Add(Kind.Stranger, 0, 0, 0);
        }

        while (_events.TryDequeue(out (Kind Kind, int Client, int Mark) what, out (double Time, int Order) when) && when.Time < seconds)
        {
            double now = when.Time;
            switch (what.Kind)
            {
                case Kind.Call:
                    OnCall(what.Client, now);
                    break;
                case Kind.Refusal:
                    _learners[what.Client].OnRefused(what.Mark);
                    break;
                default:
                    tokens = Math.Min(burst, tokens + ((now - last) * rate(now)));
                    last = now;
                    bool isRefused = tokens < 1;
                    tokens -= isRefused ? 0 : 1;
                    OnArrival(what, now, isRefused);
                    break;
            }
        }
    }

    /// <summary>Calls a second that were carried out from one time to another, of all clients or of one.</summary>
    public double Used(double from, double to, int? client = null) =>
        Log.Count(call => !call.IsRefused && call.Time >= from && call.Time < to && (client is null || call.Client == client)) / (to - from);

    /// <summary>Share of calls that were refused.</summary>
    public double Refused(double from, double to) =>
        (double)Log.Count(call => call.IsRefused && call.Time >= from && call.Time < to) / Log.Count(call => call.Time >= from && call.Time < to);

    private void OnCall(int client, double now)
    {
        RateLearner learner = _learners[client];
        double turn = Math.Max(learner.Take(now), now);
        // A timer wakes up to 2 ms late, the network takes its time.
        double woken = turn + (turn > now ? 0.002 * _dice.NextDouble() : 0);
        Add(Kind.Arrival, client, learner.Lowerings, woken + (Latency / 2) + (0.02 * _dice.NextDouble()));
        Add(Kind.Call, client, 0, woken);
    }

    private void OnArrival((Kind Kind, int Client, int Mark) what, double now, bool isRefused)
    {
        if (what.Kind == Kind.Stranger)
        {
            Add(Kind.Stranger, 0, 0, now + ((0.5 + _dice.NextDouble()) / Strangers));
            return;
        }

        Log.Add((now, what.Client, isRefused));
        if (isRefused)
        {
            Add(Kind.Refusal, what.Client, what.Mark, now + (Latency / 2));
        }
    }

    private void Add(Kind kind, int client, int mark, double time) => _events.Enqueue((kind, client, mark), (time, _order++));
}
