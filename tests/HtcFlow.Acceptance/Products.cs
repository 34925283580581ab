using HtcFlow.Testing;
using HtcFlow.Testing.S3;

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

    /// <summary>Makes the simulation's image, with the runner as it is now; a minute the first time, seconds where its layers are there.</summary>
    /// <exception cref="EngineMissingException">It cannot be made on this machine.</exception>
    public static void BuildImage()
    {
        string[] path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        foreach (string tool in (string[])["podman", "runc", "buildah", "debootstrap"])
        {
            if (!Array.Exists(path, directory => File.Exists(Path.Combine(directory, tool))))
            {
                throw new EngineMissingException($"{tool} is not installed; scripts/setup.sh containers images installs it");
            }
        }

        ProgramRun.Start("make", ["-s", "-C", At("."), "artifacts/bin/htcflow-runner-static"]).WaitForSuccess();
        ProgramRun run = ProgramRun.Start(At("scripts/images.sh"), []);
        if (run.Wait(TimeSpan.FromMinutes(5)) != 0)
        {
            throw new EngineMissingException($"the image cannot be made here, where it takes root and a mirror of Debian: {ProgramRun.Tail(run.Error)}");
        }
    }

    private static string Existing(string path, string target) =>
        File.Exists(At(path)) ? At(path) : throw new InvalidOperationException($"{path} is missing: {target}");

    private static string At(string path) => Path.Combine(SourceTree.Root, path);
}
