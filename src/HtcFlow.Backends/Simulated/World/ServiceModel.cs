namespace HtcFlow.Backends.Simulated.World;

/// <summary>How the service behind the backend's calls behaves; the defaults are a well-behaved AWS Batch.</summary>
public sealed record ServiceModel
{
    /// <summary>Calls per second of each kind before it throttles; AWS Batch allows 50 for an account and region.</summary>
    public double CallsPerSecond { get; init; } = 50;

    /// <summary>Time of one call.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Most elements of one array; 10,000 in AWS Batch.</summary>
    public int MaxArrayElements { get; init; } = 10_000;

    /// <summary>Most elements queued or running at a time.</summary>
    public long MaxOutstandingElements { get; init; } = 1_000_000;

    /// <summary>Most characters of environment of one array; 8,192 in AWS Batch.</summary>
    public int MaxEnvironmentCharacters { get; init; } = 8_192;

    /// <summary>How often statuses are worth asking for.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether all elements that run are told one by one at each look, at a call for 100 of them; their states are rarely worth that.
    /// Otherwise those of an array of which at most 100 run, each <see cref="ListAfter"/>.</summary>
    public bool TellsRunning { get; init; }

    /// <summary>Children that ended badly are listed again when their number has grown by this share, and by 100 at least.</summary>
    public double ListStep { get; init; } = 0.25;

    /// <summary>They are also listed when there are new ones and the last listing is this old for each page of 100 of them.</summary>
    public TimeSpan ListAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Probability that a call is lost on its way and has no effect.</summary>
    public double LostRequests { get; init; }

    /// <summary>Probability that a reply is lost after the call took effect.</summary>
    public double LostReplies { get; init; }

    /// <summary>Probability that a call is throttled although it is within the rate.</summary>
    public double ThrottledShare { get; init; }

    /// <summary>Probability that a status is an older one, up to <see cref="StaleFor"/> old.</summary>
    public double StaleShare { get; init; }

    /// <summary>Greatest age of a stale status, and of a search that misses new arrays.</summary>
    public TimeSpan StaleFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Probability that an answer about several arrays misses some of them.</summary>
    public double PartialShare { get; init; }

    /// <summary>Arrays of which nothing runs any more are forgotten after this time; about a day in AWS Batch.</summary>
    public TimeSpan Memory { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Job ids begin anew after this many; they are no identity.</summary>
    public int JobIds { get; init; } = int.MaxValue;

    /// <summary>Mean time until a ledger key can be listed.</summary>
    public TimeSpan KeyDelay { get; init; }

    /// <summary>Probability that an attempt's ledger key never appears although the attempt ended well.</summary>
    public double LostKeys { get; init; }

    /// <summary>Times in which no call gets through; what runs runs on.</summary>
    public IReadOnlyList<(TimeSpan From, TimeSpan For)> Outages { get; init; } = [];
}
