using HtcFlow.Aws.Calls;
using HtcFlow.Aws.Identity;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Tests.Identity;

public sealed class AwsSettingsTests
{
    [Theory]
    [InlineData("eu-west-1", "us-west-2", "ap-east-1", "sa-east-1", "eu-west-1")]
    [InlineData(null, "us-west-2", "ap-east-1", "sa-east-1", "us-west-2")]
    [InlineData(null, null, "ap-east-1", "sa-east-1", "ap-east-1")]
    [InlineData(null, " ", "", "sa-east-1", "sa-east-1")]
    public void Region_Order_IsOptionEnvironmentInstance(string? option, string? first, string? second, string? instance, string expected) => Assert.Equal(
        expected,
        Settings(new AwsOptions { Region = option, Profile = "none" }, instance, ("AWS_REGION", first), ("AWS_DEFAULT_REGION", second)).Region);

    [Fact]
    public void Region_NobodySays_SaysWhatToDo()
    {
        FaultException fault = Assert.Throws<FaultException>(() => Settings(new AwsOptions { Profile = "none" }, null).Region);
        Assert.Equal(FaultKind.Broken, fault.Kind);
        Assert.Contains("AWS_REGION", fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://a:1", "http://b:2", "http://c:3", null, "http://a:1/")]
    [InlineData(null, "http://b:2", "http://c:3", null, "http://b:2/")]
    [InlineData(null, null, "http://c:3", null, "http://c:3/")]
    [InlineData(null, "http://b:2", "http://c:3", "TRUE", null)]
    [InlineData("http://a:1", "http://b:2", "http://c:3", "true", "http://a:1/")]
    [InlineData(null, null, null, null, null)]
    public void OwnAddress_Order_IsOptionServiceAll(string? option, string? service, string? all, string? ignore, string? expected)
    {
        AwsSettings settings = Settings(
            new AwsOptions { Endpoint = option is null ? null : new Uri(option), Profile = "none" }, null,
            ("AWS_ENDPOINT_URL_BATCH", service), ("AWS_ENDPOINT_URL", all), ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", ignore));
        Assert.Equal(expected, settings.OwnAddress(AwsService.Batch)?.ToString());
    }

    [Theory]
    [InlineData("localhost:4000")]
    [InlineData("http://user:password@host/")]
    [InlineData("nothing")]
    public void OwnAddress_IsNone_SaysWhereItStands(string address)
    {
        FaultException fault = Assert.Throws<FaultException>(
            () => Settings(new AwsOptions { Profile = "none" }, null, ("AWS_ENDPOINT_URL_EC2", address)).OwnAddress(AwsService.Ec2));
        Assert.Equal("AWS_ENDPOINT_URL_EC2", fault.Subject);
        Assert.DoesNotContain("password", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("batch", "eu-west-1", "https://batch.eu-west-1.amazonaws.com/", "eu-west-1")]
    [InlineData("ec2", "cn-north-1", "https://ec2.cn-north-1.amazonaws.com.cn/", "cn-north-1")]
    [InlineData("ecr", "us-east-1", "https://api.ecr.us-east-1.amazonaws.com/", "us-east-1")]
    [InlineData("iam", "eu-west-1", "https://iam.amazonaws.com/", "us-east-1")]
    [InlineData("iam", "cn-northwest-1", "https://iam.cn-north-1.amazonaws.com.cn/", "cn-north-1")]
    [InlineData("iam", "us-gov-east-1", "https://iam.us-gov.amazonaws.com/", "us-gov-west-1")]
    [InlineData("servicequotas", "us-west-2", "https://servicequotas.us-west-2.amazonaws.com/", "us-west-2")]
    public void Address_OfAws_IsThatOfThePartition(string name, string region, string address, string signingRegion)
    {
        AwsService service = new[] { AwsService.Batch, AwsService.Ec2, AwsService.Ecr, AwsService.Iam, AwsService.Quotas }.Single(known => known.Name == name);
        Assert.Equal(address, AwsSettings.Address(service, region).ToString());
        Assert.Equal(signingRegion, AwsSettings.SigningRegion(service, region));
    }

    [Theory]
    [InlineData("local", "batch", "http://127.0.0.1:4000")]
    [InlineData("local", "ec2", "http://127.0.0.1:4001")]
    [InlineData("local", "iam", null)]
    [InlineData("other", "batch", "http://other:1")]
    [InlineData("missing", "batch", null)]
    public void Address_OfServicesSection_IsFound(string section, string service, string? expected)
    {
        const string File = """
            # comment
            [profile here]
            services = local
            [services local]
            batch =
              endpoint_url = http://127.0.0.1:4000
            ec2 =
                other = 1
                endpoint_url=http://127.0.0.1:4001
            [services other]
            batch =
              endpoint_url = http://other:1
            """;
        Assert.Equal(expected, ServicesSection.Address(File.Split('\n'), section, service));
    }

    private static AwsSettings Settings(AwsOptions options, string? instance, params (string Name, string? Value)[] variables) =>
        new(options, name => variables.FirstOrDefault(variable => variable.Name == name).Value, () => instance);
}
