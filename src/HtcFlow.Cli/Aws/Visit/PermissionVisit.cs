using HtcFlow.Aws;
using HtcFlow.Aws.Account;
using HtcFlow.Backends.AwsBatch;
using HtcFlow.Cli.Machine;
using HtcFlow.Cli.Output;
using HtcFlow.Core.Ports;

namespace HtcFlow.Cli.Aws.Visit;

/// <summary>Asks IAM whether the caller may do what a campaign does, each on the resources of the target.</summary>
/// <param name="services">The account.</param>
/// <param name="caller">Who asks.</param>
/// <param name="calibrates">Whether queues for calibrations are to be made too.</param>
internal sealed class PermissionVisit(AwsServices services, CallerIdentity caller, bool calibrates)
{
    /// <summary>Looks at the permissions for one target.</summary>
    public async Task<IReadOnlyList<Finding>> OfAsync(string target, AwsBatchOptions options, QueueState? queue, CancellationToken cancellationToken)
    {
        string name = FaultFinding.Name(target, "permissions");
        if (PrincipalOf(caller) is not { } principal)
        {
            return [new Finding(name, Finding.Advice, "the root user may do everything", "make a user or role for campaigns and attach the submitter's policy of `htcflow aws init`")];
        }

        string arn = $"arn:{caller.Arn.Split(':')[1]}:batch:{services.Region}:{caller.Account}:";
        string definition = $"{arn}job-definition/{SubmitterActions.DefinitionPrefix}0";
        string[] roles = [.. new[] { options.JobRole, options.ExecutionRole }.Where(static role => role.Length > 0)];
        (IReadOnlyList<string> Actions, string[] Resources)[] questions =
        [
            (SubmitterActions.Look, []),
            (SubmitterActions.Submit, queue is null ? [definition] : [queue.Queue.JobQueueArn, definition]),
            (SubmitterActions.Register, [definition]),
            (SubmitterActions.Tag, [definition, arn + "job/0"]),
            (SubmitterActions.Stop, [arn + "job/0"]),
            .. calibrates ? Calibrating(arn) : [],
            .. roles.Length == 0 ? [] : new[] { ((IReadOnlyList<string>)["iam:PassRole"], roles) },
        ];
        var denied = new List<PermissionVerdict>();
        int asked = 0;
        try
        {
            foreach ((IReadOnlyList<string> actions, string[] resources) in questions)
            {
                denied.AddRange((await services.Account.SimulateAsync(principal, actions, resources, cancellationToken)).Where(static verdict => !verdict.IsAllowed));
                asked += actions.Count;
            }
        }
        catch (FaultException fault)
        {
            return [new Finding(
                name, Finding.Advice, $"cannot be asked: {fault.Detail}",
                "allow iam:SimulatePrincipalPolicy to have them looked at; without it the first call that is refused names what it needs")];
        }

        return [.. Judge(name, denied, asked), .. Terminating(target, options)];
    }

    private static (IReadOnlyList<string> Actions, string[] Resources)[] Calibrating(string arn)
    {
        string queue = $"{arn}job-queue/{SubmitterActions.CalibratePrefix}0";
        string environment = $"{arn}compute-environment/{SubmitterActions.CalibratePrefix}0";
        return
        [
            (SubmitterActions.CalibrateLook, []),
            ([.. SubmitterActions.Calibrate.Where(static action => action.EndsWith("Environment", StringComparison.Ordinal))], [environment]),
            ([.. SubmitterActions.Calibrate.Where(static action => action.EndsWith("Queue", StringComparison.Ordinal))], [queue, environment]),
            ([.. SubmitterActions.Submit, .. SubmitterActions.Tag], [queue]),
        ];
    }

    private IEnumerable<Finding> Judge(string name, List<PermissionVerdict> denied, int asked)
    {
        string remedy = $"attach the submitter's policy of `htcflow aws init{(calibrates ? " --calibrate" : "")}`, or allow these actions";
        bool IsNeeded(PermissionVerdict verdict) => !SubmitterActions.Look.Contains(verdict.Action) || SubmitterActions.Watch.Contains(verdict.Action);
        string[] needed = [.. denied.Where(IsNeeded).Select(static verdict => verdict.Action).Distinct()];
        string[] useful = [.. denied.Where(verdict => !IsNeeded(verdict)).Select(static verdict => verdict.Action).Distinct()];
        if (needed.Length > 0)
        {
            yield return new Finding(name, Finding.Missing, $"not allowed: {string.Join(", ", needed)}", remedy);
        }

        if (useful.Length > 0)
        {
            yield return new Finding(name, Finding.Advice, $"not allowed, for checks and costs: {string.Join(", ", useful)}", remedy);
        }

        if (denied.Count == 0)
        {
            yield return new Finding(name, Finding.Ok, $"{Amounts.Count(asked, "action")} allowed, as far as IAM's simulation tells", "");
        }
    }

    // The service decides by the tags of an instance, and there is none to ask about.
    private static IEnumerable<Finding> Terminating(string target, AwsBatchOptions options) => options.TerminatesHosts
        ? [new Finding(FaultFinding.Name(target, "slow hosts"), Finding.Advice, "whether instances may be terminated shows when the first one is slow", "allow ec2:TerminateInstances for instances with the tag AWSBatchServiceTag (htcflow aws init --allow-terminate)")]
        : [];

    // IAM knows roles, not their sessions; the path of a role is not in the ARN of a session.
    private static string? PrincipalOf(CallerIdentity caller)
    {
        string[] parts = caller.Arn.Split(':', 6);
        string[] names = parts[^1].Split('/');
        return parts[^1] == "root" ? null
            : names is ["assumed-role", var role, ..] ? $"arn:{parts[1]}:iam::{caller.Account}:role/{role}"
            : caller.Arn;
    }
}
