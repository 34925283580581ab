using System.Text;
using HtcFlow.Backends.Local.Native;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Local;

/// <summary>Ends whatever an element has left running, so that no simulation computes on whose results nobody will take.</summary>
internal static class SessionSweep
{
    /// <summary>Kills every process of an element, the runner included.</summary>
    /// <param name="session">The runner's pid, which is its session's id; 0 when unknown.</param>
    /// <param name="isPinned">Whether the pid cannot have been reused, because its zombie is still there.</param>
    /// <param name="mark">The job's mark.</param>
    /// <param name="element">Element.</param>
    /// <remarks>
    /// A process is the element's when it bears the job's mark and the element's number, in whatever session it is. Others of the
    /// runner's session are so when the session is proven to be the runner's: its pid is pinned, or a member bears the marks (a
    /// number is not given out anew as long as a session of that number has members). Scans are repeated until one finds nobody
    /// new: a process may have forked just before it was killed.
    /// </remarks>
    internal static void Kill(int session, bool isPinned, string mark, int element)
    {
        byte[] job = Encoding.UTF8.GetBytes($"{RunnerEnvironment.Job}={mark}");
        byte[] number = Encoding.UTF8.GetBytes($"{RunnerEnvironment.Element}={element}");
        var killed = new HashSet<int>();
        bool isProven = isPinned;
        bool again = true;
        while (again)
        {
            var members = new List<int>();
            var marked = new List<int>();
            foreach (int pid in ProcessTable.Pids())
            {
                int of = pid <= 1 || pid == Environment.ProcessId || killed.Contains(pid) ? 0 : ProcessTable.SessionOf(pid);
                if (of != 0 && ProcessTable.HasEnvironment(pid, job, number))
                {
                    marked.Add(pid);
                    isProven |= of == session;
                }
                else if (of != 0 && of == session)
                {
                    members.Add(pid);
                }
            }

            again = KillAll(marked, killed) | (isProven && KillAll(members, killed));
        }
    }

    private static bool KillAll(List<int> pids, HashSet<int> killed)
    {
        foreach (int pid in pids)
        {
            _ = LibC.Kill(pid, Signals.Kill);
            killed.Add(pid);
        }

        return pids.Count > 0;
    }
}
