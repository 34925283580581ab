using System.Text.Json.Nodes;

namespace HtcFlow.Cli.Aws.Init.Template;

/// <summary>The policy for whoever runs <c>htcflow</c>.</summary>
/// <remarks>Calls of which the services know no resource stand in a statement of their own; no action has a wildcard.</remarks>
internal static class SubmitterPart
{
    private const string Batch = "arn:${AWS::Partition}:batch:${AWS::Region}:${AWS::AccountId}:";

    /// <summary>Name of the policy.</summary>
    public static string PolicyName(AwsStack stack) => $"{stack.Name}-{stack.Region}-submitter";

    /// <summary>The resources.</summary>
    public static IEnumerable<(string Name, JsonObject Resource)> Of(AwsStack stack)
    {
        yield return ("SubmitterPolicy", new JsonObject
        {
            ["Type"] = "AWS::IAM::ManagedPolicy",
            ["Properties"] = new JsonObject
            {
                ["ManagedPolicyName"] = PolicyName(stack),
                ["Description"] = "Runs campaigns of HtcFlow on the queues of this stack",
                ["PolicyDocument"] = Policies.Document(Statements(stack)),
            },
        });
    }

    private static IEnumerable<JsonObject> Statements(AwsStack stack)
    {
        yield return Policies.Allow("Look", stack.AllowsCalibrate ? [.. SubmitterActions.Look, .. SubmitterActions.CalibrateLook] : SubmitterActions.Look, [JsonValue.Create("*")]);
        yield return Policies.Allow("Submit", SubmitterActions.Submit, [.. stack.Sets.Select(static set => TemplateJson.Ref("Queue" + set.Id)), .. Definitions(stack), .. Calibrations(stack, "job-queue")]);

        // A container with the rights of its host could take the instance's role.
        yield return Policies.Allow(
            "Register", SubmitterActions.Register, Definitions(stack), TemplateJson.Object("""{"BoolIfExists": {"batch:Privileged": "false"}}"""));
        yield return Policies.Allow("Stop", SubmitterActions.Stop, [TemplateJson.Sub(Batch + "job/*")]);
        yield return Policies.Allow("Tag", SubmitterActions.Tag, [TemplateJson.Sub(Batch + "job/*"), .. Definitions(stack), .. Calibrations(stack, "compute-environment", "job-queue")]);

        // Instances of an environment that a calibration copies have the role that those of the stack have.
        yield return Policies.Allow(
            "Roles", ["iam:PassRole"], [TemplateJson.Get("JobRole", "Arn"), TemplateJson.Get("ExecutionRole", "Arn"), .. stack.AllowsCalibrate ? [TemplateJson.Get("InstanceRole", "Arn")] : Array.Empty<JsonNode>()]);
        yield return Policies.Allow("Image", ["ecr:DescribeImages"], [TemplateJson.Get("Images", "Arn")]);

        // Users may ask what they themselves may do; IAM has no such word for roles.
        yield return Policies.Allow(
            "Self", ["iam:SimulatePrincipalPolicy"], [TemplateJson.Sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:user/${!aws:username}")]);
        foreach (JsonObject statement in Policies.OfBucket(stack))
        {
            yield return statement;
        }

        if (stack.AllowsCalibrate)
        {
            yield return Policies.Allow("Calibrate", SubmitterActions.Calibrate, Calibrations(stack, "compute-environment", "job-queue"));
        }

        if (stack.AllowsTerminate)
        {
            yield return Policies.Allow(
                "TerminateSlowHosts", SubmitterActions.Terminate,
                [TemplateJson.Sub("arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:instance/*")],
                new JsonObject
                {
                    ["Null"] = new JsonObject { ["aws:ResourceTag/AWSBatchServiceTag"] = "false" },
                    ["StringEquals"] = new JsonObject { ["aws:ResourceTag/htcflow:stack"] = stack.Name },
                });
        }
    }

    private static IEnumerable<JsonNode> Calibrations(AwsStack stack, params string[] kinds) =>
        stack.AllowsCalibrate ? kinds.Select(static kind => TemplateJson.Sub($"{Batch}{kind}/{SubmitterActions.CalibratePrefix}*")) : [];

    // The engine's own, and the one for the runner alone; new objects each time, since a node has one parent.
    private static IEnumerable<JsonNode> Definitions(AwsStack stack)
    {
        yield return TemplateJson.Sub($"{Batch}job-definition/{SubmitterActions.DefinitionPrefix}*");
        if (!QueuePart.DefinitionName(stack).StartsWith(SubmitterActions.DefinitionPrefix, StringComparison.Ordinal))
        {
            yield return TemplateJson.Sub($"{Batch}job-definition/{QueuePart.DefinitionName(stack)}*");
        }
    }
}
