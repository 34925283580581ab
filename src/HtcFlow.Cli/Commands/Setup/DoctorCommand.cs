using System.CommandLine;
using HtcFlow.Campaigns;
using HtcFlow.Cli.Aws;
using HtcFlow.Cli.Aws.Visit;
using HtcFlow.Cli.Clusters;
using HtcFlow.Cli.Machine;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Sessions;
using HtcFlow.Cli.Syntax;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Cli.Commands.Setup;

/// <summary>Says what this machine lacks and how to mend it.</summary>
internal static class DoctorCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Option<string?> store = new("--store")
        {
            Description = "Check this store too, as a campaign file names it: write, read, list and delete one small object.",
            HelpName = "address",
        };
        Option<string?> backend = new("--backend") { Description = "Check this cluster too: gridengine, slurm, pbs or aws-batch, with its usual options.", HelpName = "backend" };
        backend.CompletionSources.Add(_ => CampaignSchema.Backends);
        Option<string?> campaign = new("--campaign") { Description = "Check the cluster that this campaign file names, with its options, and its store as hosts there see it.", HelpName = "file" };
        Option<bool> calibrate = new("--calibrate") { Description = "On AWS, look at the permissions of `htcflow calibrate` too." };
        return Verb.Make(
            context, "doctor", "Check what this machine lacks, with the command that mends it.", [store, backend, campaign, calibrate],
            (c, parse) => RunAsync(c, parse.GetValue(store), parse.GetValue(backend), parse.GetValue(campaign), parse.GetValue(calibrate)));
    }

    private static Task<IReadOnlyList<Finding>> VisitAsync(CommandContext context, BackendSpec backend, string? store, bool calibrates) =>
        backend.Kind == AwsBatchSetup.Kind ? AwsVisit.OfAsync(context, backend, store, calibrates) : ClusterVisit.OfAsync(context, backend, store);

    private static async Task<int> RunAsync(CommandContext context, string? store, string? kind, string? file, bool calibrates)
    {
        CampaignSpec? spec = null;
        if (file is not null && (spec = FileReading.Read(context, file, FileReading.Overrides(null, null, kind))) is null)
        {
            return ExitCodes.Usage;
        }

        BackendSpec? backend = spec?.Backend ?? (kind is null ? null : new BackendSpec(kind, new Dictionary<string, string>()));
        if (backend is not null && !Cluster.Has(backend.Kind) && backend.Kind != AwsBatchSetup.Kind)
        {
            return context.Fail(ExitCodes.Usage, $"'{backend.Kind}' is no cluster that can be looked at", "say --backend gridengine, slurm, pbs or aws-batch; without it this machine is looked at");
        }

        MachineReport report = MachineReport.Of(context);
        if (backend is not null)
        {
            report = MachineReport.Of([.. report.Findings, .. await VisitAsync(context, backend, spec?.Store, calibrates)]);
        }

        if (store is not null)
        {
            report = MachineReport.Of([.. report.Findings, .. await StoreVisit.OfAsync(context, store)]);
        }

        if (context.Json)
        {
            JsonText.Line(context.Out, report, OutputJson.Readable.MachineReport);
        }
        else
        {
            context.Out.Write(MachineText.Of(report));
        }

        return report.Works ? ExitCodes.Fine : ExitCodes.World;
    }
}
