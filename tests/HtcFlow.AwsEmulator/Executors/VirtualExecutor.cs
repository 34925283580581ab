namespace HtcFlow.AwsEmulator.Executors;

/// <summary>Elements that only take time: no process, no thread, no memory of their own.</summary>
/// <param name="work">Decides; null for a fixed time.</param>
/// <param name="runTime">The fixed time.</param>
internal sealed class VirtualExecutor(IVirtualWork? work, Func<TimeSpan> runTime) : IExecutor
{
    public VirtualPlan? Begin(in Element element) => work is null ? new VirtualPlan(runTime()) : work.Begin(element.Start);

    public VirtualPlan? Terminate(in Element element) => work?.Terminate(element.Start);

    public bool Kill(in Element element) => false;

    public void End(in Element element, in ElementEnd end) => work?.End(element.Start, end);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
