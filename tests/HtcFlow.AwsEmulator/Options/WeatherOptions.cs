namespace HtcFlow.AwsEmulator.Options;

/// <summary>What goes wrong with requests, as shares from 0 to 1 of those that match.</summary>
public sealed class WeatherOptions
{
    /// <summary>Operations that it is about, such as <c>SubmitJob</c>; none means all.</summary>
    public string[] Operations { get; set; } = [];

    /// <summary>Requests that it is still about; negative means without end.</summary>
    public int Count { get; set; } = -1;

    /// <summary>Share that is answered with an error 500 or 503 and not done.</summary>
    public double ErrorShare { get; set; }

    /// <summary>Share that is answered as throttled and not done.</summary>
    public double ThrottleShare { get; set; }

    /// <summary>Share that is done, and whose connection is dropped before the reply.</summary>
    public double LostShare { get; set; }

    /// <summary>Share that is done twice, as a proxy on the way does it that sends a request again.</summary>
    public double DuplicateShare { get; set; }
}
