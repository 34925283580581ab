using HtcFlow.AwsEmulator.Jobs;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Executors;

/// <summary>An attempt of an element, as executors see it.</summary>
internal readonly record struct Element(Job Job, int Index, int Attempt, Instance Instance)
{
    /// <summary>Id of the job, or of the child of an array.</summary>
    public string Id => Job.IdOf(Index);

    /// <summary>What the element may know.</summary>
    public ElementStart Start => new(
        Job, Index, Attempt, Instance.Id, Instance.Type.Name, Instance.Zone, DateTimeOffset.FromUnixTimeMilliseconds(Job.StartedAt(Index)));

    /// <summary>Reports the end of an element that ran for real.</summary>
    public void Report(int exitCode, string? reason) => Job.Region.Emulator.Agenda.Do(ReportHere(this, exitCode, reason));

    private static Action ReportHere(Element element, int exitCode, string? reason) =>
        () => element.Job.Region.Runs.OnEnded(element.Job, element.Index, element.Attempt, exitCode, reason);
}
