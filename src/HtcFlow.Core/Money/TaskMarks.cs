namespace HtcFlow.Core.Money;

/// <summary>Remembers tasks at a bit each, in pages that come into being when they are touched.</summary>
internal sealed class TaskMarks
{
    private const int PageShift = 16;
    private const int WordShift = 6;
    private const int WordsPerPage = 1 << (PageShift - WordShift);

    private readonly Dictionary<(int Stage, long Page), ulong[]> _pages = [];

    /// <summary>Marks a task.</summary>
    /// <returns>Whether it was not marked before.</returns>
    public bool Add(int stage, long index)
    {
        (int, long) at = (stage, index >> PageShift);
        if (!_pages.TryGetValue(at, out ulong[]? page))
        {
            page = new ulong[WordsPerPage];
            _pages.Add(at, page);
        }

        ref ulong word = ref page[(int)(index >> WordShift) & (WordsPerPage - 1)];
        ulong bit = 1UL << (int)(index & 63);
        bool isNew = (word & bit) == 0;
        word |= bit;
        return isNew;
    }
}
