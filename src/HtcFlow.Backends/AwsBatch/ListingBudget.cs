namespace HtcFlow.Backends.AwsBatch;

/// <summary>Calls that may be made for knowing sooner which elements ended without a word: one for 3,000 elements that end.</summary>
/// <remarks>333 a million; at the service's 50 calls a second they never hold up anything: that would take 150,000 ends a second.</remarks>
internal sealed class ListingBudget
{
    private const int EndsACall = 3_000;

    // What a quiet campaign has saved is not spent within a minute on another one's trouble.
    private const long Most = 200;

    private long _ends;

    /// <summary>Elements have ended.</summary>
    public void Earn(long ends) => _ends = Math.Min(_ends + ends, Most * EndsACall);

    /// <summary>Takes some calls; false, taking none, where that is too many.</summary>
    public bool Spend(int calls)
    {
        bool isEnough = (long)calls * EndsACall <= _ends;
        _ends -= isEnough ? (long)calls * EndsACall : 0;
        return isEnough;
    }
}
