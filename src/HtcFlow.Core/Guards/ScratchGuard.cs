using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Guards;

/// <summary>Ends an attempt whose scratch file system has filled up and stays full; there is no bar to set.</summary>
/// <remarks>Who has filled it decides whose fault it is: a task that needs more than there is fails, one whose neighbours fill the disk was
/// interrupted.</remarks>
public sealed class ScratchGuard
{
    /// <summary>Time for uploads to make room before the attempt is ended.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Less than a block of most file systems' allocation groups: a program's next buffer of 1 MiB does not fit.
    private const long FullBytes = 1 << 20;

    private bool _hadRoom;
    private TimeSpan? _fullSince;

    /// <summary>Whether it is full now.</summary>
    public bool IsFull => _fullSince is not null;

    /// <summary>Judges; null means that the attempt may go on.</summary>
    /// <param name="elapsed">Time since the start.</param>
    /// <param name="freeBytes">Room that is left to this user.</param>
    /// <param name="totalBytes">Size of the file system.</param>
    /// <param name="ownBytes">Asked only when it matters: bytes of the attempt's own files.</param>
    public GuardVerdict? Judge(TimeSpan elapsed, long freeBytes, long totalBytes, Func<long> ownBytes)
    {
        if (freeBytes > FullBytes)
        {
            _hadRoom = true;
            _fullSince = null;
            return null;
        }

        // A file system that was full before the command began is none of its business: it may not write at all.
        if (!_hadRoom)
        {
            return null;
        }

        _fullSince ??= elapsed;
        if (elapsed - _fullSince < Patience)
        {
            return null;
        }

        long own = ownBytes();
        string full = $"the scratch file system of {GuardText.Bytes(totalBytes)} has been full for {GuardText.Of(elapsed - _fullSince.Value)}";
        return own * 2 >= totalBytes
            ? new GuardVerdict(GuardKind.Scratch, Outcome.Failed, ExitCode.OutputMissing, $"{full}; the task's own files take {GuardText.Bytes(own)}")
            : new GuardVerdict(GuardKind.Scratch, Outcome.Lost, ExitCode.TryAgain, $"{full}, mostly of files that are not the task's");
    }
}
