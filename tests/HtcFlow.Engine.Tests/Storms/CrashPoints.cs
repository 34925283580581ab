namespace HtcFlow.Engine.Tests.Storms;

/// <summary>Counts the moments at which an engine may die, and lets it die at those that a rule picks.</summary>
/// <param name="dies">Given the number of the moment, from 1, and its place.</param>
internal sealed class CrashPoints(Func<long, string, bool> dies)
{
    /// <summary>Place of the moments while a journal is read; there is one for each entry, so dice should be kind to them.</summary>
    public const string Replay = "during replay";

    /// <summary>Moments passed so far.</summary>
    public long Passed { get; private set; }

    /// <summary>Deaths so far.</summary>
    public int Crashes { get; private set; }

    /// <summary>Where the latest death was.</summary>
    public string LatestPlace { get; private set; } = "";

    /// <summary>Whether nobody dies any more.</summary>
    public bool IsCalm { get; set; }

    /// <summary>Nobody dies.</summary>
    public static CrashPoints None() => new((_, _) => false);

    /// <summary>Passes a moment.</summary>
    /// <exception cref="SimulatedCrashException">The engine dies here.</exception>
    public void Pass(string place)
    {
        if (IsCalm)
        {
            return;
        }

        if (dies(++Passed, place))
        {
            Crashes++;
            LatestPlace = place;
            throw new SimulatedCrashException();
        }
    }
}
