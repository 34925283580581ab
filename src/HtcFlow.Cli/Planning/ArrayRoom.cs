using System.Globalization;
using HtcFlow.Backends.AwsBatch;
using HtcFlow.Backends.Clusters;
using HtcFlow.Cli.Aws;
using HtcFlow.Cli.Clusters;
using HtcFlow.Cli.Output;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;

namespace HtcFlow.Cli.Planning;

/// <summary>How large one array job may be, and over how many slots the last tasks of a stage are spread.</summary>
/// <param name="MaxElements">Most elements of one array.</param>
/// <param name="Slots">Elements that run at a time; 0 when unknown.</param>
internal sealed record ArrayRoom(int MaxElements, int Slots)
{
    // The local backend's limit and AWS Batch's, and what is assumed of a cluster that cannot be asked.
    private const int Usual = 10_000;

    /// <summary>What the backend does and what the engine does itself, a line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Room on a backend, without opening it: a dry run touches nothing.</summary>
    public static ArrayRoom On(BackendSpec backend) => new(Usual, backend.Kind == Composition.LocalKind ? Composition.SlotsOf(backend) : 0);

    /// <summary>The same, with what the live configuration of a cluster says where it can be had.</summary>
    public static async Task<ArrayRoom> OnAsync(CommandContext context, BackendSpec backend)
    {
        if (backend.Kind == AwsBatchSetup.Kind)
        {
            return await OnAwsAsync(context, backend);
        }

        if (!Cluster.Has(backend.Kind))
        {
            return On(backend);
        }

        const string own = "the scheduler places elements on hosts; dependencies, retries, outcomes and time limits of tasks are the engine's own";
        try
        {
            ClusterSurvey survey = await context.Parts.SurveyCluster(context, backend, false);
            return new ArrayRoom(survey.MaxArrayElements, survey.Slots) { Notes = [Describe(survey, ClusterSettings.Of(backend).Number("max-running")), own] };
        }
        catch (FaultException fault)
        {
            return On(backend) with { Notes = [$"not asked: {fault.Message}", $"arrays of at most {Amounts.Number(Usual)} elements are assumed", own] };
        }
    }

    private static async Task<ArrayRoom> OnAwsAsync(CommandContext context, BackendSpec backend)
    {
        const string own = "AWS Batch starts instances and places elements; dependencies, retries, outcomes and time limits of tasks are the engine's own";
        AwsBatchOptions all = AwsBatchSetup.Of(context, backend);
        var notes = new List<string> { $"arrays of at most {Amounts.Number(Usual)} elements" };
        int vcpus = 0;
        foreach (AwsBatchOptions place in all.Targets.Count == 0 ? [all] : all.Targets.Values)
        {
            string where = place.Region.Length == 0 ? place.Queue : $"{place.Queue} in {place.Region}";
            try
            {
                QueueState queue = await QueueState.ReadAsync(context.Parts.OpenAws(context, place), place.Queue, context.Stop);
                vcpus += queue.Vcpus;
                notes.Add($"queue {where}: at most {Amounts.Count(queue.Vcpus, "vCPU")}{(queue.Problem.Length > 0 ? $", but {queue.Problem}" : "")}");
            }
            catch (FaultException fault)
            {
                notes.Add($"queue {where} was not asked: {fault.Message}");
            }
        }

        return new ArrayRoom(Usual, vcpus) { Notes = [.. notes, own] };
    }

    private static string Describe(ClusterSurvey survey, int most)
    {
        int running = most > 0 && survey.MaxRunning > 0 ? Math.Min(most, survey.MaxRunning) : Math.Max(most, survey.MaxRunning);
        string limit = running > 0 ? string.Create(CultureInfo.InvariantCulture, $", of which {running} run at a time") : "";
        return $"arrays of at most {Amounts.Number(survey.MaxArrayElements)} elements{limit}; {Amounts.Count(survey.Slots, "slot")} on {Amounts.Count(survey.Hosts, "host")}";
    }
}
