using HtcFlow.AwsEmulator.Executors;

namespace HtcFlow.AwsEmulator.Tests.Support;

/// <summary>What virtual elements do in a test.</summary>
internal sealed class Play : IVirtualWork
{
    /// <summary>How an element runs; by default a minute to exit code 0.</summary>
    public Func<ElementStart, VirtualPlan> OnBegin { get; set; } = static _ => new VirtualPlan(TimeSpan.FromMinutes(1));

    /// <summary>How an element ends after SIGTERM; by default it does not.</summary>
    public Func<ElementStart, VirtualPlan?> OnTerm { get; set; } = static _ => null;

    /// <summary>Elements that are over.</summary>
    public List<(int Index, int Attempt, ElementEnd End)> Ends { get; } = [];

    public VirtualPlan Begin(in ElementStart element) => OnBegin(element);

    public VirtualPlan? Terminate(in ElementStart element) => OnTerm(element);

    public void End(in ElementStart element, in ElementEnd end) => Ends.Add((element.Index, element.Attempt, end));
}
