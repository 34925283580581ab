using System.Text.Json.Nodes;

namespace HtcFlow.Cli.Aws.Init.Template;

/// <summary>A spot compute environment and a queue for each set of types, and a job definition for the runner without an engine.</summary>
internal static class QueuePart
{
    /// <summary>Name of the job definition.</summary>
    public static string DefinitionName(AwsStack stack) => stack.Name + "-runner";

    /// <summary>The resources.</summary>
    public static IEnumerable<(string Name, JsonObject Resource)> Of(AwsStack stack)
    {
        foreach (TypeSet set in stack.Sets)
        {
            yield return ("Spot" + set.Id, Environment(stack, set));
            yield return ("Queue" + set.Id, new JsonObject
            {
                ["Type"] = "AWS::Batch::JobQueue",
                ["Properties"] = new JsonObject
                {
                    ["JobQueueName"] = set.Name,
                    ["State"] = "ENABLED",
                    ["Priority"] = 1,
                    ["ComputeEnvironmentOrder"] = new JsonArray(new JsonObject { ["Order"] = 1, ["ComputeEnvironment"] = TemplateJson.Ref("Spot" + set.Id) }),
                    ["Tags"] = TagMap(stack),
                },
            });
        }

        yield return ("Runner", Definition(stack));
    }

    // With a name of its own an environment can only be changed in place: hence no replacement.
    private static JsonObject Environment(AwsStack stack, TypeSet set)
    {
        JsonObject environment = TemplateJson.Object($$$"""
            {
              "Type": "AWS::Batch::ComputeEnvironment",
              "Properties": {
                "ComputeEnvironmentName": "{{{set.Name}}}",
                "Type": "MANAGED",
                "State": "ENABLED",
                "ReplaceComputeEnvironment": false,
                "UpdatePolicy": {"TerminateJobsOnUpdate": false, "JobExecutionTimeoutMinutes": 360},
                "ComputeResources": {
                  "Type": "SPOT",
                  "AllocationStrategy": "SPOT_PRICE_CAPACITY_OPTIMIZED",
                  "MinvCpus": 0,
                  "MaxvCpus": {{{stack.MaxVcpus}}},
                  "InstanceRole": {"Fn::GetAtt": ["InstanceProfile", "Arn"]},
                  "SecurityGroupIds": [{"Fn::GetAtt": ["Group", "GroupId"]}],
                  "LaunchTemplate": {"LaunchTemplateId": {"Ref": "Machine"}, "Version": {"Fn::GetAtt": ["Machine", "LatestVersionNumber"]}}
                }
              }
            }
            """);
        JsonNode resources = environment["Properties"]!["ComputeResources"]!;
        resources["InstanceTypes"] = TemplateJson.List(set.Types);
        resources["Subnets"] = NetworkPart.SubnetIds(stack);
        resources["Tags"] = new JsonObject { ["Name"] = set.Name, ["htcflow:stack"] = stack.Name };
        environment["Properties"]!["Tags"] = TagMap(stack);
        if (stack.HasNetwork)
        {
            environment["DependsOn"] = TemplateJson.List(["DefaultRoute", "StoreEndpoint"]);
        }

        return environment;
    }

    // The engine registers definitions of its own, which never try again: only the runner alone leaves that to the service.
    private static JsonObject Definition(AwsStack stack)
    {
        JsonObject definition = TemplateJson.Object($$$"""
            {
              "Type": "AWS::Batch::JobDefinition",
              "Properties": {
                "JobDefinitionName": "{{{DefinitionName(stack)}}}",
                "Type": "container",
                "PropagateTags": true,
                "ContainerProperties": {
                  "Image": {"Fn::Sub": "${Images.RepositoryUri}:1"},
                  "JobRoleArn": {"Fn::GetAtt": ["JobRole", "Arn"]},
                  "ExecutionRoleArn": {"Fn::GetAtt": ["ExecutionRole", "Arn"]},
                  "ResourceRequirements": [{"Type": "VCPU", "Value": "1"}, {"Type": "MEMORY", "Value": "1536"}]
                },
                "RetryStrategy": {
                  "Attempts": 10,
                  "EvaluateOnExit": [
                    {"OnStatusReason": "Host EC2*", "Action": "RETRY"},
                    {"OnExitCode": "75", "Action": "RETRY"},
                    {"OnReason": "*", "Action": "EXIT"}
                  ]
                }
              }
            }
            """);
        JsonNode container = definition["Properties"]!["ContainerProperties"]!;
        if (stack.Scratch != ScratchKind.None)
        {
            container["Volumes"] = new JsonArray(Volume("scratch", MachinePart.Scratch), Volume("cache", MachinePart.Cache));
            container["MountPoints"] = new JsonArray(Mount("scratch", MachinePart.Scratch), Mount("cache", MachinePart.Cache));
            container["Environment"] = new JsonArray(Variable("HTCFLOW_SCRATCH", MachinePart.Scratch), Variable("HTCFLOW_CACHE", MachinePart.Cache));
        }

        definition["Properties"]!["Tags"] = TagMap(stack);
        return definition;
    }

    private static JsonObject Volume(string name, string path) => new() { ["Name"] = name, ["Host"] = new JsonObject { ["SourcePath"] = path } };

    private static JsonObject Mount(string name, string path) => new() { ["SourceVolume"] = name, ["ContainerPath"] = path };

    private static JsonObject Variable(string name, string value) => new() { ["Name"] = name, ["Value"] = value };

    private static JsonObject TagMap(AwsStack stack) => new() { ["htcflow:stack"] = stack.Name };
}
