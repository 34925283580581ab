using HtcFlow.Testing.S3;

namespace HtcFlow.Acceptance.Clusters;

/// <summary>The demo campaign through a real scheduler, whatever dies meanwhile.</summary>
internal static class ClusterTrial
{
    // Some 2 s a task: time enough for all strikes.
    private const int TrialBits = 900;

    private const string Simulation = "hamr-";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    /// <summary>Runs it, kills in turn what is named, and compares the results with those of this machine.</summary>
    /// <param name="kind">Name of the backend.</param>
    /// <param name="environment">Variables by which its commands are found.</param>
    /// <param name="strikes">Programs of the campaign, and daemons of the scheduler, in the order in which they die.</param>
    /// <param name="queue">Lists its queue and hosts.</param>
    /// <param name="killAndRestart">Kills a daemon and starts it again; null for what is none.</param>
    /// <param name="via">Login node; null for this machine.</param>
    public static void Survive(
        string kind,
        IReadOnlyDictionary<string, string> environment,
        IReadOnlyList<string> strikes,
        Func<string> queue,
        Func<string, Action?> killAndRestart,
        string? via = null)
    {
        using var run = new CampaignRun(kind, environment, via) { Bits = TrialBits, Queue = queue };
        Survive(run, strikes, killAndRestart);
    }

    /// <summary>Runs a campaign, kills in turn what is named, and compares the results with those of this machine.</summary>
    /// <param name="run">The campaign.</param>
    /// <param name="strikes">Programs of the campaign, and what else happens, in order.</param>
    /// <param name="strikeOf">What a name of something else does; null for a program.</param>
    public static void Survive(CampaignRun run, IReadOnlyList<string> strikes, Func<string, Action?> strikeOf)
    {
        IReadOnlyDictionary<string, byte[]> expected = NothingLostTests.CalmResults(run.Bits);
        var killer = new Killer(run.Scratch, new Random(1));
        ProgramRun engine = run.Submit();
        foreach (string strike in strikes)
        {
            // A part dies once it is there, so that every strike hits.
            Action? restart = strikeOf(strike);
            bool hits = false;
            SmallRun.WaitFor(
                $"a {(restart is null ? strike : Simulation)} while {strike} is to be killed",
                () => engine.HasEnded || (hits = restart is null ? killer.KillOneOf(strike) : killer.OwnProcesses().Any(IsSimulation)),
                () => $"{run.Scene()}\n{engine.EndWithWords()}");
            if (!hits)
            {
                Assert.Fail($"htcflow ended by itself before {strike} was killed, after {string.Join(' ', killer.Victims)}: {LastWords(engine)}\n{run.Scene()}");
            }

            restart?.Invoke();
            if (strike == "htcflow" && engine.Wait(s_patience) != 0)
            {
                engine = run.IsSubmitted ? run.Start("resume", "hamr", "--watch") : run.Submit();
            }
        }

        engine.WaitForSuccess();
        NothingLostTests.CheckResults(run, expected);
        NothingLostTests.CheckLedger(run);
        NothingLostTests.CheckLostWork(run);
        SmallRun.WaitFor("the last processes of the jobs to be gone", () => !killer.OwnProcesses().Any());
    }

    private static bool IsSimulation((int Id, string Name) process) => process.Name.StartsWith(Simulation, StringComparison.Ordinal);

    private static string LastWords(ProgramRun run) => $"exit code {run.Wait(s_patience)}\n{ProgramRun.Tail(run.Error)}\n{ProgramRun.Tail(run.Output)}";

    /// <summary>A real engine; the test is skipped where it is not installed.</summary>
    public static T Real<T>(Func<T> start)
    {
        try
        {
            return start();
        }
        catch (EngineMissingException missing)
        {
            Assert.Skip("engine: " + missing.Message);
            throw;
        }
    }
}
