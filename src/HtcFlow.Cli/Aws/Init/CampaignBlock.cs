using System.Text;
using HtcFlow.Cli.Aws.Init.Template;

namespace HtcFlow.Cli.Aws.Init;

/// <summary>Spells store and backend of a campaign file for a stack.</summary>
internal static class CampaignBlock
{
    /// <summary>The tag of the first image.</summary>
    public const string FirstTag = "1";

    /// <summary>The lines.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="account">Its account, or what stands for it.</param>
    /// <param name="bucket">Its bucket.</param>
    public static string Of(AwsStack stack, string account, string bucket)
    {
        var text = new StringBuilder();
        text.Append($"store: s3://{bucket}/results{(stack.Bucket.Length > 0 ? "" : "?tag=checkpoints")}\n");
        text.Append("backend:\n  aws-batch:\n");
        text.Append($"    region: {stack.Region}\n");
        text.Append(stack.Sets.Count == 1 ? $"    queue: {stack.Sets[0].Name}\n" : "");
        text.Append($"    image: {Image(stack, account)}\n");
        text.Append($"    job-role: {Role(stack, account, RolePart.JobRole(stack))}\n");
        text.Append($"    execution-role: {Role(stack, account, RolePart.ExecutionRole(stack))}\n");
        text.Append(stack.Scratch == ScratchKind.None ? "" : $"    scratch: {MachinePart.Scratch}\n    cache: {MachinePart.Cache}\n");
        text.Append(stack.AllowsTerminate ? "    terminate-slow-hosts: true\n" : "");
        text.Append(stack.Sets.Count == 1 ? "" : "    targets:\n");
        foreach (TypeSet set in stack.Sets.Where(_ => stack.Sets.Count > 1))
        {
            text.Append($"      {set.Label}: {{queue: {set.Name}}}\n");
        }

        return text.ToString();
    }

    /// <summary>Address of the first image.</summary>
    public static string Image(AwsStack stack, string account) => $"{account}.dkr.ecr.{stack.Region}.{stack.Domain}/{stack.Name}:{FirstTag}";

    private static string Role(AwsStack stack, string account, string name) => $"arn:{stack.Partition}:iam::{account}:role/{name}";
}
