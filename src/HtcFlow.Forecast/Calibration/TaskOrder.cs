namespace HtcFlow.Forecast.Calibration;

/// <summary>The tasks of a stage in an order that dice throw, each of them once, made as far as it is asked for.</summary>
/// <remarks>The same dice give the same order. Fisher and Yates's shuffle of which only the places are kept that were touched.</remarks>
/// <param name="tasks">Number of tasks.</param>
/// <param name="dice">Dice, of a seed of their own.</param>
public sealed class TaskOrder(long tasks, Random dice)
{
    private readonly List<long> _drawn = [];
    private readonly Dictionary<long, long> _moved = [];

    /// <summary>Number of tasks.</summary>
    public long Count => tasks;

    /// <summary>The task at a position of the order, which begins at 0.</summary>
    public long this[int position]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, tasks);
            while (_drawn.Count <= position)
            {
                long next = _drawn.Count;
                long other = next + dice.NextInt64(tasks - next);
                _drawn.Add(_moved.GetValueOrDefault(other, other));
                _moved[other] = _moved.GetValueOrDefault(next, next);
                _moved.Remove(next);
            }

            return _drawn[position];
        }
    }
}
