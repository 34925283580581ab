using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Names;
using HtcFlow.Campaigns.Paths;
using HtcFlow.Campaigns.Sweeps;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Substitution;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Campaigns.Assembly;

/// <summary>Puts a campaign together from its draft and checks everything that concerns more than one key.</summary>
internal static class CampaignAssembler
{
    // ${campaign.name} and its kin begin with these; a stage of that name would make ${stage.axis} mean two things.
    private static readonly string[] s_reservedNames = [.. TaskBindings.Fixed.Select(name => name.Split('.')[0]).Distinct()];

    /// <summary>The campaign; only to be used when no problem was reported.</summary>
    public static CampaignSpec Assemble(CampaignDraft draft, Workbench bench)
    {
        var variables = VariableResolver.Resolve(draft, bench.Problems);
        var sweeps = SweepResolver.Resolve(draft, bench);
        var stages = ContextsOf(draft, bench, variables, sweeps);
        var order = StageSorter.Sort(
            [.. draft.Stages.Select(stage => stage.Key)],
            stages.ToDictionary(stage => stage.Key, stage => stage.Value.Edges, StringComparer.Ordinal),
            bench.Problems);
        return new CampaignSpec
        {
            Name = draft.Name?.Value ?? "",
            Description = draft.Description,
            Store = draft.Store is null ? "" : StoreCheck.Check(draft.Store, bench),
            Backend = BackendAssembler.Assemble(draft.Backend, bench.Problems),
            Variables = variables,
            Stages = [.. order.Select(name => StageOf(stages[name.Value], stages, draft.Backend))],
        };
    }

    private static Dictionary<string, StageContext> ContextsOf(
        CampaignDraft draft, Workbench bench, IReadOnlyDictionary<string, string> variables, IReadOnlyDictionary<string, StageSweep> sweeps)
    {
        var resolver = new EdgeResolver(sweeps, bench.Problems);
        var stages = new Dictionary<string, StageContext>(StringComparer.Ordinal);
        foreach (var (name, stage) in draft.Stages)
        {
            if (s_reservedNames.Contains(name.Value))
            {
                bench.Problems.Error(
                    name.Place, $"{Wording.Quote(name.Value)} cannot name a stage: names such as {Wording.Quote("${" + name.Value + ".name}")} begin with it", "choose another name");
            }

            var sweep = sweeps[name.Value];
            var scope = new NameScope($"stage {Wording.Quote(name.Value)}", [], false)
                .With([.. sweep.Names, .. variables.Keys, .. TaskBindings.Fixed], sweep.IsOpen);
            stages[name.Value] = new StageContext(bench, name, stage, sweep, resolver.Resolve(name, stage), variables, scope);
        }

        return stages;
    }

    private static StageSpec StageOf(StageContext stage, IReadOnlyDictionary<string, StageContext> all, BackendDraft backend)
    {
        var draft = stage.Draft;
        var inputs = new InputAssembler(stage, all).Assemble();
        ClashCheck.Check(stage);
        HandoverCheck.Check(stage, all);
        var sweep = stage.Sweep.Sweep ?? Sweep.Single;
        return new StageSpec
        {
            Name = stage.Name.Value,
            Sweep = sweep,
            After = stage.Edges,
            Command = [.. draft.Command.Select(word => TemplateCheck.Check(word, stage.Scope, stage.Bench.Problems))],
            Environment = EnvironmentOf(stage),
            Inputs = inputs,
            Binaries = BinaryAssembler.Assemble(stage),
            Outputs = OutputAssembler.Outputs(stage, inputs),
            Checkpoint = OutputAssembler.Checkpoint(stage),
            Resources = draft.Resources,
            Watch = draft.Watch,
            Retry = RetryAssembler.Assemble(draft.Retry, stage.Bench.Problems),
            Pack = draft.Pack,
            IsPackAutomatic = draft.IsPackAutomatic,
            Priority = draft.Priority,
            Targets = PinAssembler.Assemble(stage, backend),
            Tolerate = draft.Tolerate.Of(sweep.Count),
        };
    }

    private static Dictionary<string, string> EnvironmentOf(StageContext stage)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in stage.Draft.Environment)
        {
            if (name.Value.StartsWith("HTCFLOW_", StringComparison.Ordinal))
            {
                stage.Bench.Problems.Error(name.Place, $"{Wording.Quote(name.Value)} is one of HtcFlow's own variables", "choose a name that does not begin with HTCFLOW_");
            }

            environment[name.Value] = TemplateCheck.Check(value, stage.Scope, stage.Bench.Problems);
        }

        return environment;
    }
}
