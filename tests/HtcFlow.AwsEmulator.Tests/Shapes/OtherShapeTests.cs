using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using HtcFlow.AwsEmulator.Tests.Support;

namespace HtcFlow.AwsEmulator.Tests.Shapes;

/// <summary>Every reply of the other services is of the shape that the service's model gives it.</summary>
public sealed class OtherShapeTests
{
    private const string Form = "application/x-www-form-urlencoded; charset=utf-8";

    [Theory]
    [InlineData("ec2", "DescribeSpotPriceHistory", "&InstanceType.1=c5.large&MaxResults=10")]
    [InlineData("ec2", "DescribeInstanceTypes", "&InstanceType.1=c5.large&InstanceType.2=r5d.xlarge")]
    [InlineData("ec2", "DescribeInstances", "")]
    [InlineData("ec2", "TerminateInstances", "&InstanceId.1={instance}")]
    [InlineData("ec2", "DescribeRegions", "")]
    [InlineData("ec2", "DescribeAvailabilityZones", "")]
    [InlineData("ec2", "DescribeSubnets", "&SubnetId.1=subnet-0a1b2c3d4e5f60718")]
    [InlineData("ec2", "DescribeLaunchTemplateVersions", "&LaunchTemplateName=htcflow")]
    [InlineData("sts", "GetCallerIdentity", "")]
    [InlineData("iam", "SimulatePrincipalPolicy", "&PolicySourceArn=arn:aws:iam::123456789012:user/admin&ActionNames.member.1=batch:SubmitJob")]
    public async Task Xml_Replies_FitTheModel(string service, string operation, string parameters)
    {
        await using Scene scene = await Scene.StartAsync();
        await scene.SubmitAsync("a", 2);
        scene.Time.Advance(TimeSpan.FromMinutes(5));
        string instance = scene.Host.Control("GET", "instances")[0].GetProperty("id").GetString()!;
        string version = service switch { "ec2" => "2016-11-15", "sts" => "2011-06-15", _ => "2010-05-08" };
        string body = $"Action={operation}&Version={version}{parameters.Replace("{instance}", instance, StringComparison.Ordinal)}";
        Answered answered = await scene.Caller.SendAsync(service, HttpMethod.Post, "/", Form, Encoding.UTF8.GetBytes(body));
        Assert.True(answered.Status == 200, answered.Text);
        XElement reply = XElement.Parse(answered.Text);
        Assert.Equal(operation + "Response", reply.Name.LocalName);
        Assert.Empty(ServiceModel.Read(service).CheckXml(operation, reply));
    }

    [Theory]
    [InlineData("servicequotas", "service-quotas", "ServiceQuotasV20190624", "GetServiceQuota", """{"ServiceCode":"ec2","QuotaCode":"L-34B43A08"}""")]
    [InlineData("servicequotas", "service-quotas", "ServiceQuotasV20190624", "GetAWSDefaultServiceQuota", """{"ServiceCode":"ec2","QuotaCode":"L-34B43A08"}""")]
    [InlineData("servicequotas", "service-quotas", "ServiceQuotasV20190624", "ListServiceQuotas", """{"ServiceCode":"ebs","MaxResults":1}""")]
    [InlineData("ecr", "ecr", "AmazonEC2ContainerRegistry_V20150921", "DescribeImages", """{"repositoryName":"sim","imageIds":[{"imageTag":"1"}]}""")]
    public async Task Json_Replies_FitTheModel(string service, string folder, string prefix, string operation, string body)
    {
        await using Scene scene = await Scene.StartAsync(static options => options.Images["123456789012.dkr.ecr.us-east-1.amazonaws.com/sim:1"] = new());
        Answered answered = await scene.Caller.SendAsync(
            service, HttpMethod.Post, "/", "application/x-amz-json-1.1", Encoding.UTF8.GetBytes(body), [KeyValuePair.Create("x-amz-target", $"{prefix}.{operation}")]);
        Assert.True(answered.Status == 200, answered.Text);
        Assert.Empty(ServiceModel.Read(folder).CheckJson(operation, answered.Json));
    }

    [Theory]
    [InlineData("servicequotas", "service-quotas", "ServiceQuotasV20190624", "GetServiceQuota", """{"ServiceCode":"ec2","QuotaCode":"L-0"}""")]
    [InlineData("ecr", "ecr", "AmazonEC2ContainerRegistry_V20150921", "DescribeImages", """{"repositoryName":"none"}""")]
    public async Task Json_Errors_AreDeclared(string service, string folder, string prefix, string operation, string body)
    {
        await using Scene scene = await Scene.StartAsync();
        Answered answered = await scene.Caller.SendAsync(
            service, HttpMethod.Post, "/", "application/x-amz-json-1.1", Encoding.UTF8.GetBytes(body), [KeyValuePair.Create("x-amz-target", $"{prefix}.{operation}")]);
        Assert.Equal(400, answered.Status);
        Assert.True(ServiceModel.Read(folder).Declares(operation, answered.Json.GetProperty("__type").GetString()!), answered.Text);
    }

    [Fact]
    public async Task Tags_Replies_FitTheModel()
    {
        await using Scene scene = await Scene.StartAsync();
        ServiceModel model = ServiceModel.Read("batch");
        string id = await scene.SubmitAsync("a");
        string target = "/v1/tags/" + Uri.EscapeDataString($"arn:aws:batch:us-east-1:123456789012:job/{id}");
        Answered tagged = await scene.Caller.SendAsync("batch", HttpMethod.Post, target, "application/json", JsonSerializer.SerializeToUtf8Bytes(new { tags = new { a = "1", b = "2" } }));
        Assert.Empty(model.CheckJson("TagResource", tagged.Json));
        Answered untagged = await scene.Caller.SendAsync("batch", HttpMethod.Delete, target + "?tagKeys=a", "application/json", []);
        Assert.Empty(model.CheckJson("UntagResource", untagged.Json));
        Answered listed = await scene.Caller.SendAsync("batch", HttpMethod.Get, target, "", []);
        Assert.Empty(model.CheckJson("ListTagsForResource", listed.Json));
        Assert.Equal("""{"tags":{"b":"2"}}""", listed.Text);
    }
}
