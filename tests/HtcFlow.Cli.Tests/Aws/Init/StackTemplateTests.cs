using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HtcFlow.Cli.Aws;
using HtcFlow.Cli.Aws.Init;
using HtcFlow.Cli.Aws.Init.Template;

namespace HtcFlow.Cli.Tests.Aws.Init;

/// <summary>That templates hold together, for each combination of what can be chosen.</summary>
public sealed partial class StackTemplateTests
{
    private static readonly string[] s_words =
    [
        "", "--new-vpc --zones eu-west-1a,eu-west-1b", "--subnets subnet-0a1b2c3d --vpc vpc-0a1b2c3d", "--bucket my-results --allow-terminate",
        "--types c5,m5 --types c6g --types c6g.large", "--types m6id --scratch instance-store", "--calibrate", "--scratch ebs-gp3:200 --expire results/trial/:30",
    ];

    // Where CloudFormation has a property of its own, or spells the service's otherwise.
    private static readonly Dictionary<string, (string Service, string Shape, string[] Own)> s_shapes = new(StringComparer.Ordinal)
    {
        ["AWS::Batch::ComputeEnvironment"] = ("batch", "CreateComputeEnvironmentRequest", ["ReplaceComputeEnvironment", "UpdatePolicy"]),
        ["AWS::Batch::JobQueue"] = ("batch", "CreateJobQueueRequest", []),
        ["AWS::Batch::JobDefinition"] = ("batch", "RegisterJobDefinitionRequest", []),
        ["AWS::ECR::Repository"] = ("ecr", "CreateRepositoryRequest", ["LifecyclePolicy", "EmptyOnDelete"]),
        ["AWS::IAM::Role"] = ("iam", "CreateRoleRequest", ["Policies", "ManagedPolicyArns"]),
        ["AWS::IAM::InstanceProfile"] = ("iam", "CreateInstanceProfileRequest", ["Roles"]),
        ["AWS::EC2::VPC"] = ("ec2", "CreateVpcRequest", ["EnableDnsSupport", "EnableDnsHostnames", "Tags"]),
        ["AWS::EC2::Subnet"] = ("ec2", "CreateSubnetRequest", ["MapPublicIpOnLaunch", "Tags"]),
        ["AWS::EC2::Route"] = ("ec2", "CreateRouteRequest", []),
        ["AWS::EC2::RouteTable"] = ("ec2", "CreateRouteTableRequest", ["Tags"]),
        ["AWS::EC2::SubnetRouteTableAssociation"] = ("ec2", "AssociateRouteTableRequest", []),
        ["AWS::EC2::VPCGatewayAttachment"] = ("ec2", "AttachInternetGatewayRequest", []),
        ["AWS::EC2::LaunchTemplate"] = ("ec2", "CreateLaunchTemplateRequest", []),
    };

    public static TheoryData<string> Words => [.. s_words];

    [Theory]
    [MemberData(nameof(Words))]
    public void Of_AnyChoice_EveryReferenceResolves(string words)
    {
        JsonObject template = Read(words);
        HashSet<string> names = [.. template["Resources"]!.AsObject().Select(static pair => pair.Key)];
        string[] pseudo = ["AWS::AccountId", "AWS::Region", "AWS::Partition", "AWS::URLSuffix"];
        foreach (string reference in References(template))
        {
            Assert.True(pseudo.Contains(reference) || names.Contains(reference.Split('.')[0]), $"{reference} is not there");
        }

        Assert.Empty(template["Resources"]!.AsObject().SelectMany(static pair => Parents(pair.Value!)).Except(names));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void Of_AnyChoice_HasPropertiesThatTheServicesKnow(string words)
    {
        foreach ((string name, JsonNode? resource) in Read(words)["Resources"]!.AsObject())
        {
            if (s_shapes.TryGetValue(resource!["Type"]!.GetValue<string>(), out var shape))
            {
                Assert.Empty(BotocoreModel.Read(shape.Service).Unknown(shape.Shape, resource["Properties"]!.AsObject(), shape.Own).Select(problem => $"{name}: {problem}"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void Of_AnyChoice_GivesNoMoreThanIsCalled(string words)
    {
        JsonObject template = Read(words);
        JsonArray statements = template["Resources"]!["SubmitterPolicy"]!["Properties"]!["PolicyDocument"]!["Statement"]!.AsArray();
        string[] actions = [.. statements.SelectMany(static s => s!["Action"]!.AsArray()).Select(static a => a!.GetValue<string>())];
        Assert.DoesNotContain(actions, static action => action.Contains('*', StringComparison.Ordinal));
        Assert.Equal(actions.Distinct().Order(), actions.Order());
        Assert.Equal(words.Contains("--allow-terminate", StringComparison.Ordinal), actions.Contains("ec2:TerminateInstances"));
        bool isCalibrating = words.Contains("--calibrate", StringComparison.Ordinal);
        Assert.Equal(isCalibrating, actions.Contains("batch:DeleteComputeEnvironment"));
        foreach (JsonNode? open in statements.Where(static s => s!["Resource"]!.AsArray().Any(static r => r is JsonValue && r.GetValue<string>() == "*")))
        {
            Assert.Equal(isCalibrating ? [.. SubmitterActions.Look, .. SubmitterActions.CalibrateLook] : SubmitterActions.Look, open!["Action"]!.AsArray().Select(static a => a!.GetValue<string>()));
        }

        Assert.Equal(
            [.. SubmitterActions.Bucket, .. SubmitterActions.Objects],
            template["Resources"]!["JobRole"]!["Properties"]!["Policies"]![0]!["PolicyDocument"]!["Statement"]!.AsArray().SelectMany(static s => s!["Action"]!.AsArray()).Select(static a => a!.GetValue<string>()));
    }

    [Fact]
    public void Of_Definition_RetriesReclaimsFirstAndNothingAtLast()
    {
        JsonArray rules = Read("")["Resources"]!["Runner"]!["Properties"]!["RetryStrategy"]!["EvaluateOnExit"]!.AsArray();
        Assert.Equal("Host EC2*", rules[0]!["OnStatusReason"]!.GetValue<string>());
        Assert.Equal("RETRY", rules[0]!["Action"]!.GetValue<string>());
        Assert.Equal("*", rules[^1]!["OnReason"]!.GetValue<string>());
        Assert.Equal("EXIT", rules[^1]!["Action"]!.GetValue<string>());
    }

    [Fact]
    public void Of_SameStack_IsTheSameText() => Assert.Equal(Read("").ToJsonString(), Read("").ToJsonString());

    private static JsonObject Read(string words)
    {
        string[] parts = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string Value(string name) => Array.IndexOf(parts, name) is >= 0 and var at ? parts[at + 1] : "";
        AwsStack? stack = StackReading.Read(
            new InitRequest
            {
                Region = "eu-west-1",
                MaxVcpus = 1_000,
                Types = [.. parts.Select((word, i) => (word, i)).Where(static p => p.word == "--types").Select(p => parts[p.i + 1])],
                WantsNetwork = parts.Contains("--new-vpc"),
                Zones = Value("--zones"),
                Subnets = Value("--subnets"),
                Vpc = Value("--vpc"),
                Bucket = Value("--bucket") is { Length: > 0 } bucket ? bucket : "new",
                Scratch = Value("--scratch") is { Length: > 0 } scratch ? scratch : "none",
                Expire = Value("--expire"),
                AllowsTerminate = parts.Contains("--allow-terminate"),
                AllowsCalibrate = parts.Contains("--calibrate"),
            },
            out (string Problem, string Help) wrong);
        Assert.True(stack is not null, wrong.Problem);
        return JsonNode.Parse(StackTemplate.Of(stack))!.AsObject();
    }

    // What Ref, Fn::GetAtt and Fn::Sub name.
    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject whole => whole.SelectMany(static pair => pair switch
        {
            { Key: "Ref" } => [pair.Value!.GetValue<string>()],
            { Key: "Fn::GetAtt" } => [pair.Value![0]!.GetValue<string>()],
            { Key: "Fn::Sub" } => Variable().Matches(pair.Value!.GetValue<string>()).Select(static match => match.Groups[1].Value),
            _ => References(pair.Value),
        }),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };

    private static IEnumerable<string> Parents(JsonNode resource) => resource["DependsOn"] switch
    {
        JsonArray list => list.Select(static name => name!.GetValue<string>()),
        { } one => [one.GetValue<string>()],
        null => [],
    };

    [GeneratedRegex(@"\$\{([^!}][^}]*)\}")]
    private static partial Regex Variable();
}
