namespace HtcFlow.Backends.Clusters;

/// <summary>What a cluster allows and has at present, for plans and checks.</summary>
/// <param name="MaxArrayElements">Most elements of one array.</param>
/// <param name="MaxRunning">Most elements of one array that run at a time; 0 where the cluster sets no such limit.</param>
/// <param name="Slots">Elements of one processor that can run at a time.</param>
/// <param name="Hosts">Hosts that have them.</param>
/// <param name="Refusals">Why an array of one element would be refused, by target (empty without targets); empty when nothing was tried or refused.</param>
public sealed record ClusterSurvey(int MaxArrayElements, int MaxRunning, int Slots, int Hosts, IReadOnlyList<(string Target, string Reason)> Refusals)
{
    /// <summary>Whether the scheduler was asked if it would take an array; there are schedulers that do not tell.</summary>
    public bool WasTried { get; init; }

    /// <summary>What one small array asks for, to see whether it would be taken.</summary>
    internal static Core.Ports.ArrayAsk Trial(string target) => new()
    {
        Name = new Core.Ids.JobName("htcflow-trial"),
        Elements = 1,
        Resources = new Core.Campaigns.ResourceSpec(),
        Environment = new Dictionary<string, string>(),
        Target = target,
        Campaign = "trial",
        Stage = "trial",
    };
}
