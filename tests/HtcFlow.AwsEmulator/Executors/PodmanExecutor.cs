using System.Diagnostics;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Executors;

/// <summary>Elements as containers of podman, which share the machine's network.</summary>
internal sealed class PodmanExecutor(Emulator emulator, string state) : RealExecutor(emulator, state)
{
    private const int PodmanFailed = 125;

    // Runc, because other runtimes may want what a sandbox does not allow; limits, because those of this process may be higher than allowed there.
    private static readonly string[] s_run =
        ["--runtime", "runc", "--cgroup-manager", "cgroupfs", "run", "--rm", "--pull", "never", "--network", "host", "--http-proxy=false", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024"];

    protected override ProcessStartInfo Command(string run, ContainerSpec container, Dictionary<string, string> variables, string scratch)
    {
        var start = new ProcessStartInfo("podman");
        foreach (string word in s_run.Concat(Options.PodmanArguments))
        {
            start.ArgumentList.Add(word);
        }

        foreach ((string host, string inside) in container.Mounts)
        {
            // As the service's agent does it: what is not there is made.
            Directory.CreateDirectory(host);
            start.ArgumentList.Add("--volume");
            start.ArgumentList.Add($"{host}:{inside}");
        }

        start.ArgumentList.Add("--name");
        start.ArgumentList.Add(run);
        foreach ((string name, string value) in variables)
        {
            // The image has its own; and only the name stands on the command line, because values may be secrets.
            if (name is "PATH" or "HOME" or "TMPDIR")
            {
                continue;
            }

            start.Environment[name] = value;
            start.ArgumentList.Add("--env");
            start.ArgumentList.Add(name);
        }

        start.ArgumentList.Add(container.Image);
        foreach (string word in container.Command)
        {
            start.ArgumentList.Add(word);
        }

        return start;
    }

    protected override void Signal(string run, Process process, bool isKill) => Podman("kill", "--signal", isKill ? "KILL" : "TERM", run);

    protected override void Clean(string run, int process) => Podman("rm", "--force", "--ignore", run);

    protected override (int ExitCode, string? Reason) Read(int exitCode, string log)
    {
        if (exitCode != PodmanFailed)
        {
            return (exitCode, null);
        }

        string words = File.ReadAllText(log).Trim();
        return (-1, (words.Contains("image not known", StringComparison.Ordinal) ? "CannotPullContainerError: " : "CannotStartContainerError: ") + words);
    }

    private static void Podman(params string[] arguments)
    {
        using Process? process = Process.Start(new ProcessStartInfo("podman", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false });
        process?.StandardOutput.Close();
        process?.StandardError.Close();
    }
}
