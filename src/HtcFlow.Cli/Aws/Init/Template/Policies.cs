using System.Text.Json.Nodes;

namespace HtcFlow.Cli.Aws.Init.Template;

/// <summary>Makes statements and documents of policies.</summary>
internal static class Policies
{
    /// <summary>A policy.</summary>
    public static JsonObject Document(params IEnumerable<JsonObject> statements) =>
        new() { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. statements]) };

    /// <summary>Allows actions on resources.</summary>
    public static JsonObject Allow(string id, IEnumerable<string> actions, IEnumerable<JsonNode> resources, JsonObject? condition = null)
    {
        var statement = new JsonObject
        {
            ["Sid"] = id,
            ["Effect"] = "Allow",
            ["Action"] = TemplateJson.List(actions),
            ["Resource"] = new JsonArray([.. resources]),
        };
        if (condition is not null)
        {
            statement["Condition"] = condition;
        }

        return statement;
    }

    /// <summary>Lets the tasks of ECS take a role, on behalf of this account only.</summary>
    public static JsonObject TrustOfTasks() => TemplateJson.Object("""
        {
          "Version": "2012-10-17",
          "Statement": [{
            "Effect": "Allow",
            "Principal": {"Service": "ecs-tasks.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
          }]
        }
        """);

    /// <summary>Reads and writes the objects of the stack's bucket.</summary>
    public static IEnumerable<JsonObject> OfBucket(AwsStack stack)
    {
        string arn = $"arn:${{AWS::Partition}}:s3:::{StorePart.BucketIn(stack)}";
        yield return Allow("ListBucket", SubmitterActions.Bucket, [TemplateJson.Sub(arn)]);
        yield return Allow("Objects", SubmitterActions.Objects, [TemplateJson.Sub(arn + "/*")]);
    }
}
