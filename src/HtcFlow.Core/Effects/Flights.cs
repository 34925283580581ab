using HtcFlow.Core.Ids;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Effects;

/// <summary>What the engine's lanes are doing: kept in memory only, because a crash leaves every planned array in doubt anyway.</summary>
public sealed class Flights
{
    private readonly Dictionary<ArrayId, Flight> _flights = [];

    /// <summary>How far the times that are handed in have leapt ahead of time that merely passes: a clock that is set on makes things
    /// due, but it does not make a service show any sooner what it has.</summary>
    public TimeSpan Leap { get; set; }

    /// <summary>How much too early an array may be looked at when another one is due.</summary>
    public TimeSpan Gather { get; init; }

    /// <summary>Whether no call for the array is under way and no back-off holds it.</summary>
    public bool IsFree(ArrayId array, DateTimeOffset now) =>
        !_flights.TryGetValue(array, out Flight? flight) || (!flight.UnderWay && flight.NotBefore <= now);

    /// <summary>Whether the backend must be asked for the array's name before it may be submitted.</summary>
    public bool IsDoubtful(ArrayId array) => _flights.TryGetValue(array, out Flight? flight) && flight.Doubtful;

    /// <summary>Since when it is in doubt whether the backend has the array, without leaps; it may have got it until then.</summary>
    public DateTimeOffset DoubtfulSince(ArrayId array) => _flights.TryGetValue(array, out Flight? flight) ? flight.DoubtfulSince : default;

    /// <summary>Whether the backend certainly does not have a planned array: nothing is under way and nothing is in doubt.</summary>
    public bool IsUntouched(ArrayId array) =>
        !_flights.TryGetValue(array, out Flight? flight) || (!flight.UnderWay && !flight.Doubtful);

    /// <summary>Whether a status is worth asking for.</summary>
    public bool IsObservationDue(ArrayId array, DateTimeOffset now) =>
        !_flights.TryGetValue(array, out Flight? flight) || flight.NextObservation <= now;

    /// <summary>Whether the backend was told to stop an element.</summary>
    public bool WasCancelled(ArrayId array, long element) =>
        _flights.TryGetValue(array, out Flight? flight) && flight.Cancelled.PositionOf(element) >= 0;

    /// <summary>Whether nothing was left to cancel in the array when its latest fact was this one.</summary>
    internal bool WasWalked(ArrayId array, long changedAt) =>
        _flights.TryGetValue(array, out Flight? flight) && flight.WalkedAt == changedAt;

    /// <summary>Nothing is left to cancel in the array until another fact changes it.</summary>
    internal void MarkWalked(ArrayId array, long changedAt) => Of(array).WalkedAt = changedAt;

    /// <summary>When the latest call for the array was decided, without leaps; it was made then or later.</summary>
    public DateTimeOffset BeganAt(ArrayId array) => _flights.TryGetValue(array, out Flight? flight) ? flight.BeganAt : default;

    /// <summary>A call for the array begins.</summary>
    public void Begin(ArrayId array, DateTimeOffset now)
    {
        Flight flight = Of(array);
        flight.UnderWay = true;
        flight.BeganAt = now - Leap;
    }

    /// <summary>A call for the array has ended.</summary>
    /// <param name="array">The array.</param>
    /// <param name="notBefore">No further call before this time.</param>
    public void End(ArrayId array, DateTimeOffset notBefore)
    {
        Flight flight = Of(array);
        flight.UnderWay = false;
        flight.NotBefore = notBefore;
    }

    /// <summary>It is unknown whether the backend has the array; it has not got it after this time.</summary>
    public void Doubt(ArrayId array, DateTimeOffset since)
    {
        Flight flight = Of(array);
        flight.Doubtful = true;
        flight.DoubtfulSince = since - Leap;
    }

    /// <summary>It is known whether the backend has the array.</summary>
    public void Trust(ArrayId array) => Of(array).Doubtful = false;

    /// <summary>Sets when the next status is worth asking for.</summary>
    public void ObserveAt(ArrayId array, DateTimeOffset at) => Of(array).NextObservation = at;

    /// <summary>Counts the observations in a row in which the backend did not know the array; false resets the count.</summary>
    /// <param name="array">The array.</param>
    /// <param name="missing">Whether the backend did not know it this time.</param>
    /// <param name="now">Now.</param>
    /// <param name="since">Time of the first of these observations, with the leaps since then.</param>
    public int CountMissing(ArrayId array, bool missing, DateTimeOffset now, out DateTimeOffset since)
    {
        Flight flight = Of(array);
        flight.Missing = missing ? flight.Missing + 1 : 0;
        flight.MissingSince = flight.Missing <= 1 ? now - Leap : flight.MissingSince;
        since = flight.MissingSince + Leap;
        return flight.Missing;
    }

    /// <summary>The backend was told to stop elements.</summary>
    public void MarkCancelled(ArrayId array, IndexSet elements)
    {
        Flight flight = Of(array);
        flight.Cancelled = IndexSet.Of(flight.Cancelled.Concat(elements));
    }

    /// <summary>The array is closed or rejected.</summary>
    public void Remove(ArrayId array) => _flights.Remove(array);

    /// <summary>Earliest time after <paramref name="now"/> at which an effect may become possible; null when none is foreseen.</summary>
    public DateTimeOffset? NextWake(DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        foreach (Flight flight in _flights.Values.Where(f => !f.UnderWay))
        {
            // A cancellation waits for the back-off only, so the end of a back-off is a time to look whatever the next observation is.
            DateTimeOffset at = flight.NotBefore > now ? flight.NotBefore : flight.NextObservation;
            next = at > now && (next is null || at < next) ? at : next;
        }

        return next;
    }

    private Flight Of(ArrayId array)
    {
        if (!_flights.TryGetValue(array, out Flight? flight))
        {
            _flights[array] = flight = new Flight();
        }

        return flight;
    }

    private sealed class Flight
    {
        public bool UnderWay { get; set; }

        public DateTimeOffset BeganAt { get; set; }

        public bool Doubtful { get; set; }

        public DateTimeOffset DoubtfulSince { get; set; }

        public DateTimeOffset NotBefore { get; set; }

        public DateTimeOffset NextObservation { get; set; }

        public int Missing { get; set; }

        public DateTimeOffset MissingSince { get; set; }

        public long WalkedAt { get; set; } = -1;

        public IndexSet Cancelled { get; set; } = IndexSet.Empty;
    }
}
