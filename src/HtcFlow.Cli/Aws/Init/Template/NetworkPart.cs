using System.Text.Json.Nodes;

namespace HtcFlow.Cli.Aws.Init.Template;

/// <summary>A network with a public subnet in each zone, and the group that lets nothing in.</summary>
/// <remarks>No NAT gateway: it costs more a gigabyte than a spot instance an hour. Images and results of S3 and ECR's layers go through the gateway endpoint, which costs nothing.</remarks>
internal static class NetworkPart
{
    // Every account sees at least three zones in each region, but for that one.
    private const int UsualZones = 3;
    private const string SmallRegion = "us-west-1";

    /// <summary>The resources.</summary>
    public static IEnumerable<(string Name, JsonObject Resource)> Of(AwsStack stack) => stack.HasNetwork ? [.. Network(stack), .. Subnets(stack), Group(stack)] : [Group(stack)];

    /// <summary>The subnets as compute environments name them.</summary>
    public static JsonArray SubnetIds(AwsStack stack) => stack.HasNetwork
        ? new JsonArray([.. Enumerable.Range(1, ZoneCount(stack)).Select(static i => (JsonNode?)TemplateJson.Ref($"Subnet{i}"))])
        : TemplateJson.List(stack.Subnets);

    private static int ZoneCount(AwsStack stack) => stack.Zones.Count > 0 ? stack.Zones.Count : stack.Region == SmallRegion ? 2 : UsualZones;

    private static IEnumerable<(string Name, JsonObject Resource)> Network(AwsStack stack)
    {
        JsonObject network = TemplateJson.Object("""
            {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.42.0.0/16", "EnableDnsSupport": true, "EnableDnsHostnames": true}}
            """);
        network["Properties"]!["Tags"] = TemplateJson.Tags(stack);
        yield return ("Network", network);
        JsonObject gateway = TemplateJson.Object("""{"Type": "AWS::EC2::InternetGateway", "Properties": {}}""");
        gateway["Properties"]!["Tags"] = TemplateJson.Tags(stack);
        yield return ("Gateway", gateway);
        yield return ("GatewayAttachment", TemplateJson.Object("""
            {"Type": "AWS::EC2::VPCGatewayAttachment", "Properties": {"VpcId": {"Ref": "Network"}, "InternetGatewayId": {"Ref": "Gateway"}}}
            """));
        JsonObject routes = TemplateJson.Object("""{"Type": "AWS::EC2::RouteTable", "Properties": {"VpcId": {"Ref": "Network"}}}""");
        routes["Properties"]!["Tags"] = TemplateJson.Tags(stack);
        yield return ("Routes", routes);
        yield return ("DefaultRoute", TemplateJson.Object("""
            {
              "Type": "AWS::EC2::Route",
              "DependsOn": "GatewayAttachment",
              "Properties": {"RouteTableId": {"Ref": "Routes"}, "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": {"Ref": "Gateway"}}
            }
            """));
        yield return ("StoreEndpoint", TemplateJson.Object("""
            {
              "Type": "AWS::EC2::VPCEndpoint",
              "Properties": {
                "VpcEndpointType": "Gateway",
                "VpcId": {"Ref": "Network"},
                "ServiceName": {"Fn::Sub": "com.amazonaws.${AWS::Region}.s3"},
                "RouteTableIds": [{"Ref": "Routes"}]
              }
            }
            """));
    }

    private static IEnumerable<(string Name, JsonObject Resource)> Subnets(AwsStack stack)
    {
        for (int i = 0; i < ZoneCount(stack); i++)
        {
            JsonObject subnet = TemplateJson.Object($$$"""
                {
                  "Type": "AWS::EC2::Subnet",
                  "Properties": {"VpcId": {"Ref": "Network"}, "CidrBlock": "10.42.{{{i * 32}}}.0/19", "MapPublicIpOnLaunch": true}
                }
                """);
            subnet["Properties"]!["AvailabilityZone"] = stack.Zones.Count > 0
                ? stack.Zones[i]
                : TemplateJson.Object($$$"""{"Fn::Select": [{{{i}}}, {"Fn::GetAZs": ""}]}""");
            subnet["Properties"]!["Tags"] = TemplateJson.Tags(stack);
            yield return ($"Subnet{i + 1}", subnet);
            yield return ($"Subnet{i + 1}Routes", new JsonObject
            {
                ["Type"] = "AWS::EC2::SubnetRouteTableAssociation",
                ["Properties"] = new JsonObject { ["SubnetId"] = TemplateJson.Ref($"Subnet{i + 1}"), ["RouteTableId"] = TemplateJson.Ref("Routes") },
            });
        }
    }

    private static (string Name, JsonObject Resource) Group(AwsStack stack)
    {
        JsonObject group = TemplateJson.Object("""
            {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "HtcFlow: instances reach out, nothing reaches in"}}
            """);
        group["Properties"]!["VpcId"] = stack.HasNetwork ? TemplateJson.Ref("Network") : stack.Vpc;
        group["Properties"]!["Tags"] = TemplateJson.Tags(stack);
        return ("Group", group);
    }
}
