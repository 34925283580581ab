namespace HtcFlow.Aws;

/// <summary>What became of the calls of an operation.</summary>
/// <param name="Sent">Requests that were sent, repetitions included.</param>
/// <param name="Throttled">Of these, refused for being too many.</param>
/// <param name="Repeated">Of these, sent again after another had failed.</param>
/// <param name="Failed">Calls that ended with a fault.</param>
public readonly record struct CallCount(long Sent, long Throttled, long Repeated, long Failed)
{
    /// <summary>Both together.</summary>
    public static CallCount operator +(CallCount left, CallCount right) => Add(left, right);

    /// <summary>Both together.</summary>
    public static CallCount Add(CallCount left, CallCount right) => new(
        left.Sent + right.Sent, left.Throttled + right.Throttled, left.Repeated + right.Repeated, left.Failed + right.Failed);
}
