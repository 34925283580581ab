using System.Text.Json.Nodes;

namespace HtcFlow.Cli.Aws.Init.Template;

/// <summary>The roles of tasks, of what starts them, and of instances.</summary>
/// <remarks>Names of roles are unique in an account, not in a region, so they hold the region.</remarks>
internal static class RolePart
{
    /// <summary>Name of the role of tasks.</summary>
    public static string JobRole(AwsStack stack) => $"{stack.Name}-{stack.Region}-job";

    /// <summary>Name of the role that gets images and writes logs.</summary>
    public static string ExecutionRole(AwsStack stack) => $"{stack.Name}-{stack.Region}-execution";

    /// <summary>The resources.</summary>
    public static IEnumerable<(string Name, JsonObject Resource)> Of(AwsStack stack)
    {
        yield return ("JobRole", Role(
            stack, JobRole(stack), "Tasks of HtcFlow: read and write their bucket, nothing else", Policies.TrustOfTasks(), "bucket", Policies.Document(Policies.OfBucket(stack))));
        yield return ("ExecutionRole", Role(
            stack, ExecutionRole(stack), "Starts tasks of HtcFlow: gets the image, writes the log", Policies.TrustOfTasks(), "start", Policies.Document(Start())));
        yield return ("InstanceRole", InstanceRole(stack));
        yield return ("InstanceProfile", new JsonObject
        {
            ["Type"] = "AWS::IAM::InstanceProfile",
            ["Properties"] = new JsonObject
            {
                ["InstanceProfileName"] = $"{stack.Name}-{stack.Region}-instance",
                ["Roles"] = new JsonArray(TemplateJson.Ref("InstanceRole")),
            },
        });
    }

    private static IEnumerable<JsonObject> Start()
    {
        yield return Policies.Allow("Registry", ["ecr:GetAuthorizationToken"], [JsonValue.Create("*")]);
        yield return Policies.Allow(
            "Image", ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"], [TemplateJson.Get("Images", "Arn")]);
        yield return Policies.Allow(
            "Log", ["logs:CreateLogStream", "logs:PutLogEvents"],
            [TemplateJson.Sub("arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/batch/job:*")]);
    }

    private static JsonObject Role(AwsStack stack, string name, string description, JsonObject trust, string policy, JsonObject document) => new()
    {
        ["Type"] = "AWS::IAM::Role",
        ["Properties"] = new JsonObject
        {
            ["RoleName"] = name,
            ["Description"] = description,
            ["AssumeRolePolicyDocument"] = trust,
            ["Policies"] = new JsonArray(new JsonObject { ["PolicyName"] = policy, ["PolicyDocument"] = document }),
            ["Tags"] = TemplateJson.Tags(stack),
        },
    };

    // What the agent of ECS calls changes with its versions, so AWS's own policy for it is taken.
    private static JsonObject InstanceRole(AwsStack stack)
    {
        JsonObject role = TemplateJson.Object("""
            {
              "Type": "AWS::IAM::Role",
              "Properties": {
                "Description": "Instances of HtcFlow: join the cluster of ECS",
                "AssumeRolePolicyDocument": {
                  "Version": "2012-10-17",
                  "Statement": [{"Effect": "Allow", "Principal": {"Service": {"Fn::Sub": "ec2.${AWS::URLSuffix}"}}, "Action": "sts:AssumeRole"}]
                },
                "ManagedPolicyArns": [{"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"}]
              }
            }
            """);
        role["Properties"]!["RoleName"] = $"{stack.Name}-{stack.Region}-instance";
        role["Properties"]!["Tags"] = TemplateJson.Tags(stack);
        return role;
    }
}
