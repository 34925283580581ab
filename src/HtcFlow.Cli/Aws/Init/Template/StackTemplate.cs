using System.Text.Json.Nodes;

namespace HtcFlow.Cli.Aws.Init.Template;

/// <summary>Spells a stack as a template of CloudFormation. Pure; the same stack gives the same text.</summary>
internal static class StackTemplate
{
    /// <summary>The template.</summary>
    public static string Of(AwsStack stack)
    {
        var resources = new JsonObject();
        IEnumerable<(string Name, JsonObject Resource)>[] parts =
            [NetworkPart.Of(stack), StorePart.Of(stack), RolePart.Of(stack), SubmitterPart.Of(stack), MachinePart.Of(stack), QueuePart.Of(stack)];
        foreach ((string name, JsonObject resource) in parts.SelectMany(static part => part))
        {
            resources[name] = resource;
        }

        return TemplateJson.Text(new JsonObject
        {
            ["AWSTemplateFormatVersion"] = "2010-09-09",
            ["Description"] = $"HtcFlow on AWS Batch: spot queues of up to {stack.MaxVcpus} vCPUs each, image registry, bucket and roles. Written by htcflow aws init.",
            ["Resources"] = resources,
            ["Outputs"] = OutputPart.Of(stack),
        });
    }
}
