using System.Collections;
using HtcFlow.Core.Ids;

namespace HtcFlow.Core.State;

/// <summary>All arrays of a campaign by number. Numbers ascend by one but for a jump at each recovery of a damaged journal.</summary>
internal sealed class ArrayList : IReadOnlyList<ArrayState>
{
    private readonly List<ArrayState> _arrays = [];

    // Runs of consecutive numbers: number of the first array and its position. One run unless a journal was recovered.
    private readonly List<(int Number, int Position)> _runs = [(1, 0)];

    /// <summary>Runs of consecutive numbers: number of the first array and its position.</summary>
    public IReadOnlyList<(int Number, int Position)> Runs => _runs;

    public int Count => _arrays.Count;

    public ArrayId Next => new(_runs[^1].Number + _arrays.Count - _runs[^1].Position);

    public ArrayState this[int index] => _arrays[index];

    /// <summary>Array by number; null when there is none.</summary>
    public ArrayState? Find(ArrayId id)
    {
        int r = _runs.Count - 1;
        while (r > 0 && id.Value < _runs[r].Number)
        {
            r--;
        }

        int position = _runs[r].Position + id.Value - _runs[r].Number;
        int end = r + 1 < _runs.Count ? _runs[r + 1].Position : _arrays.Count;
        return position >= _runs[r].Position && position < end ? _arrays[position] : null;
    }

    public void Add(ArrayState array) => _arrays.Add(array);

    /// <summary>The next array gets this number, which is not below <see cref="Next"/>.</summary>
    public void JumpTo(ArrayId next) => _runs.Add((next.Value, _arrays.Count));

    public IEnumerator<ArrayState> GetEnumerator() => _arrays.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
