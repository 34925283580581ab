namespace HtcFlow.Runner.Watch;

/// <summary>Decides whether a file is finished: no writer has it open, or, where the kernel cannot tell, it has been quiet.</summary>
internal sealed class FileGate
{
    /// <summary>Quiet time that stands in for the kernel's word; longer than the usual stdio flush gap of a busy writer.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    private readonly Func<string, WriterState> _check;
    private readonly Sightings _sightings;
    private readonly TimeProvider _time;

    public FileGate(Func<string, WriterState> check, Sightings sightings, TimeProvider time)
    {
        _check = check;
        _sightings = sightings;
        _time = time;
    }

    /// <summary>Judges a file that was noted in the sightings.</summary>
    /// <param name="path">Local path.</param>
    /// <param name="name">Name under which it was noted.</param>
    /// <param name="state">How far the command is; once it is over, nobody is expected to write any more.</param>
    public Readiness Judge(string path, string name, CommandState state) => _check(path) switch
    {
        WriterState.Gone => Readiness.Gone,
        WriterState.None => Readiness.Ready,
        _ when state != CommandState.Running => Readiness.Ready,
        WriterState.Open => Readiness.Writing,
        _ => _time.GetElapsedTime(_sightings.Since(name)) >= Settle ? Readiness.Ready : Readiness.Settling,
    };
}
