using System.Globalization;
using HtcFlow.Backends.Local;
using HtcFlow.Core.Ports;
using HtcFlow.Testing;

namespace HtcFlow.Backends.Tests.Local;

/// <summary>The local backend on stage, with real processes.</summary>
internal sealed class LocalStage : IBackendStage
{
    private readonly TempDirectory _directory = new();
    private readonly Gate _gate;
    private readonly TimeProvider _clock;

    internal LocalStage(int slots, TimeProvider? clock = null, Func<LocalOptions, LocalOptions>? change = null)
    {
        _clock = clock ?? TimeProvider.System;
        _gate = new Gate(_directory.At("gate"));
        Options = new LocalOptions
        {
            SpoolDirectory = _directory.At("spool"),
            RunnerPath = StandIn.Path,
            Slots = slots,
            StopOnDispose = true,
            Grace = TimeSpan.FromMinutes(1),
        };
        Options = change?.Invoke(Options) ?? Options;
    }

    internal LocalOptions Options { get; set; }

    internal LocalBackend? Local { get; private set; }

    /// <summary>What the stand-ins said at their starts: element, pid, the pid of the child they left or 0, and the tag of their job.</summary>
    internal IReadOnlyList<(int Element, int Pid, int Child, int Tag)> Starts => [.. Lines(At("starts")).Select(static line =>
    {
        int[] numbers = [.. line.Split(' ').Select(static n => int.Parse(n, CultureInfo.InvariantCulture))];
        return (numbers[0], numbers[1], numbers[2], numbers[3]);
    })];

    public IBackend Backend => Local!;

    public int Started => Starts.Count;

    public long Effort => Local!.ProcessesStarted;

    internal string Spool => Options.SpoolDirectory;

    internal string At(params ReadOnlySpan<string> parts) => _directory.At(parts);

    internal LocalStage Open()
    {
        Local = LocalBackend.Open(Options, _clock);
        return this;
    }

    /// <summary>Leaves everything running, as a clean detach does.</summary>
    internal async Task CloseAsync()
    {
        await Local!.DisposeAsync();
        Local = null;
    }

    internal Dictionary<string, string> Variables(string words, int tag = 0) => new(StringComparer.Ordinal)
    {
        [Script.Words] = words,
        ["TEST_TAG"] = tag.ToString(CultureInfo.InvariantCulture),
        ["TEST_STARTS"] = At("starts"),
        ["TEST_GATE"] = At("gate"),
    };

    public ArrayAsk Prepare(ArrayAsk ask) => Tagged(ask, 0);

    internal ArrayAsk Tagged(ArrayAsk ask, int tag) => ask with { Environment = Variables(ask.Environment[Script.Words], tag) };

    public Task ReleaseAsync()
    {
        _gate.Open();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _gate.Open();
        if (Local is not null)
        {
            await Local.DisposeAsync();
        }

        _directory.Dispose();
    }

    internal static IReadOnlyList<string> Lines(string path) => File.Exists(path) ? File.ReadAllLines(path) : [];
}
