using System.Globalization;
using HtcFlow.AwsEmulator.Executors;

namespace HtcFlow.Backends.Tests.AwsBatch;

/// <summary>Elements of the emulator that do what a test's words say; those that hold run on until the clock is put far ahead.</summary>
internal sealed class ScriptedWork : IVirtualWork
{
    /// <summary>How long an element that holds runs.</summary>
    internal static readonly TimeSpan Holding = TimeSpan.FromMinutes(20);

    private readonly Lock _lock = new();
    private readonly List<ElementStart> _starts = [];

    /// <summary>Elements in the order of their starts.</summary>
    internal IReadOnlyList<ElementStart> Starts
    {
        get
        {
            lock (_lock)
            {
                return [.. _starts];
            }
        }
    }

    public VirtualPlan Begin(in ElementStart element)
    {
        lock (_lock)
        {
            _starts.Add(element);
        }

        string words = element.Job.ReadContainer().Environment.GetValueOrDefault(Script.Words) ?? "0";
        return Script.WordOf(words, element.Index) switch
        {
            Script.Hold => new VirtualPlan(Holding),
            Script.Kill => new VirtualPlan(TimeSpan.FromSeconds(1), 137),
            var code => new VirtualPlan(TimeSpan.FromSeconds(1), int.Parse(code, CultureInfo.InvariantCulture)),
        };
    }

    public VirtualPlan? Terminate(in ElementStart element) => new VirtualPlan(TimeSpan.Zero, 75);

    public void End(in ElementStart element, in ElementEnd end)
    {
    }
}
