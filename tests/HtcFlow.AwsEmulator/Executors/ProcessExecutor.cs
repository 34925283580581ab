using System.Diagnostics;
using HtcFlow.AwsEmulator.Options;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Executors;

/// <summary>Elements as processes of this machine, each in a session of its own.</summary>
internal sealed class ProcessExecutor(Emulator emulator, string state) : RealExecutor(emulator, state)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    protected override ProcessStartInfo Command(string run, ContainerSpec container, Dictionary<string, string> variables, string scratch)
    {
        string[] entry = Options.Images.TryGetValue(container.Image, out ImageOptions? image) ? image.Entrypoint : [];
        string[] words = [.. entry, .. container.Command];
        var start = new ProcessStartInfo(words.Length > 0 ? words[0] : "false");
        foreach (string word in words.Skip(1))
        {
            start.ArgumentList.Add(word);
        }

        start.Environment.Clear();
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    // SIGTERM reaches the first process only, as in a container.
    protected override void Signal(string run, Process process, bool isKill)
    {
        _ = Signals.Send(isKill ? -process.Id : process.Id, isKill ? Signals.Kill : Signals.Terminate);
        if (isKill)
        {
            KillMarked(run);
        }
    }

    protected override void Clean(string run, int process)
    {
        _ = Signals.Send(-process, Signals.Kill);
        // A process that was sent SIGKILL is there for a moment still, and the next attempt may begin as soon as this one is over.
        SpinWait.SpinUntil(() => !KillMarked(run), s_patience);
    }

    protected override (int ExitCode, string? Reason) Read(int exitCode, string log) => (exitCode, null);
}
