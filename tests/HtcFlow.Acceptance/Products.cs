using HtcFlow.Testing;

namespace HtcFlow.Acceptance;

/// <summary>Where the published programs are; a test that finds none fails and says which target makes them.</summary>
internal static class Products
{
    public static string Htcflow => Existing("artifacts/bin/htcflow", "make build");

    public static string Runner => Existing("artifacts/bin/htcflow-runner", "make build");

    public static string Campaign => Existing("workflows/hamr/campaign.yaml", "git checkout");

    public static string Demo => Existing("workflows/hamr/demo.sh", "git checkout");

    /// <summary>Builds the simulation where it is not built yet.</summary>
    public static void BuildSimulation()
    {
        ProgramRun run = ProgramRun.Start("make", ["-s", "-C", At("containers/hamr"), "all", "OUT=" + At("artifacts/hamr")]);
        run.WaitForSuccess();
    }

    private static string Existing(string path, string target) =>
        File.Exists(At(path)) ? At(path) : throw new InvalidOperationException($"{path} is missing: {target}");

    private static string At(string path) => Path.Combine(SourceTree.Root, path);
}
