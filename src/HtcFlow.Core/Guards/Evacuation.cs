namespace HtcFlow.Core.Guards;

/// <summary>When a command has to be stopped so that everything it has made is in the store before its machine is taken away.</summary>
/// <remarks>An agent that stops at once wastes most of the two minutes; this one computes on until what is left is needed.</remarks>
public readonly record struct Evacuation
{
    /// <summary>The store must have everything this long before the machine goes: clocks differ, and so do two minutes.</summary>
    public static readonly TimeSpan Safety = TimeSpan.FromSeconds(10);

    // SIGTERM, the command's end and the last look at its files.
    private static readonly TimeSpan s_end = TimeSpan.FromSeconds(3);

    // Whoever waits for a moment comes a little later, and estimates change between two looks: one of the three seconds for the end is enough.
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(2);

    // Speeds vary: an upload is taken to need this much longer than is foreseen.
    private const double Slack = 1.3;

    private Evacuation(TimeSpan askAt, TimeSpan stopAt, bool fits, TimeSpan upload)
    {
        AskAt = askAt;
        StopAt = stopAt;
        Fits = fits;
        Upload = upload;
    }

    /// <summary>When the command is asked for its last checkpoint, on the clock of the deadline.</summary>
    public TimeSpan AskAt { get; }

    /// <summary>When it is told to end at the latest.</summary>
    public TimeSpan StopAt { get; }

    /// <summary>Whether everything can be in the store <see cref="Safety"/> before the deadline.</summary>
    public bool Fits { get; }

    /// <summary>How long the last upload will take.</summary>
    public TimeSpan Upload { get; }

    /// <summary>Plans.</summary>
    /// <param name="now">Now, on any clock.</param>
    /// <param name="deadline">When the machine goes, on the same clock.</param>
    /// <param name="upload">How long it is foreseen to take to upload everything, the next checkpoint included.</param>
    /// <param name="checkpoint">How long the command takes to write a checkpoint when it is asked; zero when it knows none.</param>
    public static Evacuation Plan(TimeSpan now, TimeSpan deadline, TimeSpan upload, TimeSpan checkpoint)
    {
        TimeSpan needed = upload * Slack;
        TimeSpan stopAt = deadline - Safety - needed - s_end;
        TimeSpan askAt = stopAt - checkpoint;
        return new Evacuation(askAt > now ? askAt : now, stopAt > now ? stopAt : now, askAt + s_late >= now, needed);
    }

    /// <summary>Says in advance whether there is time enough, in one line.</summary>
    public string Text(TimeSpan now, TimeSpan deadline, long waitingBytes) => Fits
        ? $"{GuardText.Of(deadline - now)} are left; the command goes on for {GuardText.Of(StopAt - now)}, then {GuardText.Bytes(waitingBytes)} are uploaded in about {GuardText.Of(Upload)}"
        : $"{GuardText.Of(deadline - now)} are left, which is not enough to upload {GuardText.Bytes(waitingBytes)} (about {GuardText.Of(Upload)}) "
            + $"{GuardText.Of(Safety)} before the end: what has not arrived will be computed again";
}
