using System.Text.Json.Nodes;
using HtcFlow.Core.Wire;

namespace HtcFlow.Cli.Aws.Init.Template;

/// <summary>The bucket of campaigns and the registry of images.</summary>
internal static class StorePart
{
    /// <summary>Tagged and untagged images that the registry keeps.</summary>
    private const int KeptImages = 20;

    /// <summary>Days after which a checkpoint goes: a task that waited for longer begins anew.</summary>
    private const int CheckpointDays = 30;

    /// <summary>The resources.</summary>
    public static IEnumerable<(string Name, JsonObject Resource)> Of(AwsStack stack) =>
        stack.Bucket.Length > 0 ? [Images(stack)] : [Bucket(stack), BucketPolicy(), Images(stack)];

    /// <summary>The bucket's name in a text with <c>${...}</c>.</summary>
    public static string BucketIn(AwsStack stack) => stack.Bucket.Length > 0 ? stack.Bucket : "${Bucket}";

    private static (string Name, JsonObject Resource) Bucket(AwsStack stack)
    {
        // Results outlive the stack. Versions would keep each checkpoint that a task has replaced, so there are none.
        JsonObject bucket = TemplateJson.Object($$$"""
            {
              "Type": "AWS::S3::Bucket",
              "DeletionPolicy": "Retain",
              "UpdateReplacePolicy": "Retain",
              "Properties": {
                "BucketName": {"Fn::Sub": "{{{stack.Name}}}-${AWS::AccountId}-{{{stack.Region}}}"},
                "PublicAccessBlockConfiguration": {
                  "BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true
                },
                "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
                "BucketEncryption": {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]},
                "LifecycleConfiguration": {
                  "Rules": [
                    {"Id": "unfinished-uploads", "Status": "Enabled", "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 2}},
                    {
                      "Id": "old-checkpoints", "Status": "Enabled", "ExpirationInDays": {{{CheckpointDays}}},
                      "TagFilters": [{"Key": "{{{S3Address.CheckpointTag.Key}}}", "Value": "{{{S3Address.CheckpointTag.Value}}}"}]
                    }
                  ]
                }
              }
            }
            """);
        if (stack.ExpireDays > 0)
        {
            bucket["Properties"]!["LifecycleConfiguration"]!["Rules"]!.AsArray().Add((JsonNode)new JsonObject
            {
                ["Id"] = "expire",
                ["Status"] = "Enabled",
                ["Prefix"] = stack.ExpirePrefix,
                ["ExpirationInDays"] = stack.ExpireDays,
            });
        }

        bucket["Properties"]!["Tags"] = TemplateJson.Tags(stack);
        return ("Bucket", bucket);
    }

    private static (string Name, JsonObject Resource) BucketPolicy() => ("BucketPolicy", TemplateJson.Object("""
        {
          "Type": "AWS::S3::BucketPolicy",
          "Properties": {
            "Bucket": {"Ref": "Bucket"},
            "PolicyDocument": {
              "Version": "2012-10-17",
              "Statement": [{
                "Sid": "OnlyEncryptedConnections",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [{"Fn::GetAtt": ["Bucket", "Arn"]}, {"Fn::Sub": "${Bucket.Arn}/*"}],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}}
              }]
            }
          }
        }
        """));

    private static (string Name, JsonObject Resource) Images(AwsStack stack)
    {
        string rule = new JsonObject
        {
            ["rules"] = new JsonArray(new JsonObject
            {
                ["rulePriority"] = 1,
                ["description"] = "keep the newest",
                ["selection"] = new JsonObject { ["tagStatus"] = "any", ["countType"] = "imageCountMoreThan", ["countNumber"] = KeptImages },
                ["action"] = new JsonObject { ["type"] = "expire" },
            }),
        }.ToJsonString();
        return ("Images", new JsonObject
        {
            ["Type"] = "AWS::ECR::Repository",
            ["Properties"] = new JsonObject
            {
                ["RepositoryName"] = stack.Name,
                ["ImageScanningConfiguration"] = new JsonObject { ["ScanOnPush"] = true },
                ["EncryptionConfiguration"] = new JsonObject { ["EncryptionType"] = "AES256" },
                ["LifecyclePolicy"] = new JsonObject { ["LifecyclePolicyText"] = rule },
                ["EmptyOnDelete"] = true,
                ["Tags"] = TemplateJson.Tags(stack),
            },
        });
    }
}
