namespace HtcFlow.Testing.S3;

/// <summary>How often each fault happens by chance; shares of all requests, together at most 1.</summary>
public sealed record FaultStorm
{
    /// <summary>Nothing happens by chance.</summary>
    public static FaultStorm Calm { get; } = new();

    /// <summary>A bad day: every fault that a store should survive within its own few tries, a tenth of all requests together.</summary>
    public static FaultStorm Gale { get; } = new()
    {
        InternalError = 0.02,
        SlowDown = 0.02,
        Conflict = 0.01,
        DropRequest = 0.02,
        LoseReply = 0.015,
        TruncateReply = 0.015,
    };

    public double InternalError { get; init; }

    public double SlowDown { get; init; }

    /// <summary>Of conditional writes only, as S3 answers 409 to nothing else.</summary>
    public double Conflict { get; init; }

    public double DropRequest { get; init; }

    public double LoseReply { get; init; }

    public double TruncateReply { get; init; }

    public double SlowReply { get; init; }

    internal ProxyFault Draw(double dice, ProxyRequest request)
    {
        (double Share, ProxyFault Fault)[] faults =
        [
            (InternalError, ProxyFault.InternalError),
            (SlowDown, ProxyFault.SlowDown),
            (DropRequest, ProxyFault.DropRequest),
            (LoseReply, ProxyFault.LoseReply),
            (TruncateReply, ProxyFault.TruncateReply),
            (SlowReply, ProxyFault.SlowReply),
            (request.Header("If-None-Match").Length > 0 ? Conflict : 0, ProxyFault.Conflict),
        ];
        foreach ((double share, ProxyFault fault) in faults)
        {
            if (dice < share)
            {
                return fault;
            }

            dice -= share;
        }

        return ProxyFault.None;
    }
}
