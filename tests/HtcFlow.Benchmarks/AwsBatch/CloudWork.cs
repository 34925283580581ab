using HtcFlow.AwsEmulator.Executors;
using HtcFlow.Core.Wire;

namespace HtcFlow.Benchmarks.AwsBatch;

/// <summary>What elements do on the emulated cloud: they take some ten minutes, one in a hundred fails, and those whose instance is taken away leave a key or none.</summary>
/// <remarks>Called under the emulator's lock; what has ended is taken by whoever moves the clock, between two moves.</remarks>
internal sealed class CloudWork : IVirtualWork
{
    private const double ShortestSeconds = 400;
    private const double SpreadSeconds = 400;
    private const double FailingShare = 0.01;

    private static readonly TimeSpan s_leaving = TimeSpan.FromSeconds(2);

    private readonly Random _dice = new(1);
    private readonly Dictionary<string, int> _jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _hosts = new(StringComparer.Ordinal);
    private List<(bool IsHost, string Name)> _names = [];
    private List<EndRecord> _ends = [];

    public VirtualPlan Begin(in ElementStart element) => new(
        TimeSpan.FromSeconds(ShortestSeconds + (SpreadSeconds * _dice.NextDouble())), _dice.NextDouble() < FailingShare ? 1 : 0);

    // On every second instance runners still say goodbye; on the others nothing comes through before the machine is gone.
    public VirtualPlan? Terminate(in ElementStart element) =>
        element.InstanceId[^1] % 2 == 0 ? new VirtualPlan(s_leaving, ExitCode.TryAgain) : null;

    public void End(in ElementStart element, in ElementEnd end)
    {
        Outcome outcome = end.ExitCode switch
        {
            0 => Outcome.Succeeded,
            ExitCode.TryAgain => Outcome.Preempted,
            1 => Outcome.Failed,
            _ => Outcome.None,
        };
        _ends.Add(new EndRecord(
            Number(_jobs, element.Job.Name, isHost: false), element.Index, Number(_hosts, $"{element.InstanceType}!{element.InstanceId}", isHost: true),
            outcome, (byte)(end.ExitCode ?? 0), (uint)(end.At - element.StartedAt).TotalMilliseconds, end.At.UtcTicks));
    }

    /// <summary>Writes what has ended since the last time, each name before its number is used.</summary>
    public void Send(BinaryWriter writer)
    {
        writer.Write(_names.Count);
        foreach ((bool isHost, string name) in _names)
        {
            writer.Write(isHost);
            writer.Write(name);
        }

        writer.Write(_ends.Count);
        foreach (EndRecord end in _ends)
        {
            end.Write(writer);
        }

        _names = [];
        _ends = [];
    }

    private int Number(Dictionary<string, int> known, string name, bool isHost)
    {
        if (!known.TryGetValue(name, out int number))
        {
            known[name] = number = known.Count;
            _names.Add((isHost, name));
        }

        return number;
    }
}
