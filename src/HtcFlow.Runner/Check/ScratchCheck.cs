using HtcFlow.Core.Ports;
using HtcFlow.Runner.Guard;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Order;
using HtcFlow.Runner.Stage;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Check;

/// <summary>Whether tasks can work in scratch, and whether the runner sees there what they finish.</summary>
internal static class ScratchCheck
{
    private const long Little = 1L << 30;

    /// <summary>Looks at the scratch directory and at what watching it needs.</summary>
    public static IEnumerable<Finding> Look(RunnerSettings settings)
    {
        string root = "";
        Finding? bad = null;
        try
        {
            root = ScratchRoot.Ensure(settings.ScratchBase);
        }
        catch (FaultException e)
        {
            bad = new Finding(Mark.Bad, "scratch", e.Message, "give --scratch a directory that this user can write to; without --store none is needed");
        }

        if (bad is not null)
        {
            yield return bad;
            yield break;
        }

        string probe = root + "/check-" + Guid.NewGuid().ToString("N");
        if (!Write(probe))
        {
            yield return new Finding(Mark.Bad, "scratch", $"{root} cannot be written to", "free some space, or give --scratch another directory");
            yield break;
        }

        WriterState lease = WriterCheck.Of(probe);
        _ = FileCalls.Unlink(probe);
        ScratchRoom? room = ScratchRoom.Of(root);
        bool isLittle = room is { } r && r.FreeBytes < Little;
        yield return new Finding(
            isLittle ? Mark.Warn : Mark.Ok,
            "scratch",
            $"{settings.ScratchBase} ({Mounts.TypeOf(root)}), {Sizes.Text(room?.FreeBytes ?? 0)} of {Sizes.Text(room?.TotalBytes ?? 0)} free",
            isLittle ? "less than 1 GiB; give --scratch another directory" : "");
        yield return lease == WriterState.Unknown
            ? new Finding(Mark.Warn, "leases", "writers cannot be told by leases here: files are taken once they rest", "use a local file system and the files' owner")
            : new Finding(Mark.Ok, "leases", "a file's last writer is seen");
        yield return Watches(root);
    }

    private static Finding Watches(string root)
    {
        var watch = new DirectoryWatch();
        watch.Turn(root);
        watch.Add("");
        string limits = $"{KernelFile.Text("/proc/sys/fs/inotify/max_user_instances").Trim()} instances and "
            + $"{KernelFile.Text("/proc/sys/fs/inotify/max_user_watches").Trim()} watches a user and host";
        return watch.IsBlind
            ? new Finding(Mark.Warn, "inotify", $"none left ({limits}): the runner looks every second", "raise fs.inotify.max_user_instances on the host")
            : new Finding(Mark.Ok, "inotify", limits);
    }

    private static bool Write(string path)
    {
        try
        {
            File.WriteAllText(path, "probe");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
