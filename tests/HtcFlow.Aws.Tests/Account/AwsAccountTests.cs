using System.Net;
using HtcFlow.Aws.Account;
using HtcFlow.Aws.Batch.Queues;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Tests.Account;

public sealed class AwsAccountTests
{
    [Fact]
    public async Task CallerAsync_Reply_IsRead()
    {
        using var stand = new ServiceStand(new StubService().Answer(HttpStatusCode.OK, """
            <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::1:user/a</Arn><UserId>AIDA</UserId><Account>1</Account>
            </GetCallerIdentityResult></GetCallerIdentityResponse>
            """));
        Assert.Equal(new CallerIdentity("1", "arn:aws:iam::1:user/a", "AIDA"), await stand.RunAsync(static (services, token) => services.Account.CallerAsync(token)));
        Assert.Equal("https://sts.eu-west-1.amazonaws.com/", stand.Service.Requests[0].Address.ToString());
    }

    [Fact]
    public async Task QuotaAsync_NoneOfItsOwn_IsTheDefault()
    {
        using var stand = new ServiceStand(new StubService()
            .Answer(HttpStatusCode.BadRequest, """{"__type":"NoSuchResourceException","Message":"none"}""")
            .Answer(HttpStatusCode.OK, """{"Quota":{"ServiceCode":"ec2","QuotaCode":"L-34B43A08","QuotaName":"All Standard Spot","Value":640.0,"Unit":"None","Adjustable":true}}"""));
        Assert.Equal(
            new ServiceQuota("All Standard Spot", 640, "None", true, true),
            await stand.RunAsync(static (services, token) => services.Account.QuotaAsync("ec2", "L-34B43A08", token)));
        Assert.Equal(
            ["ServiceQuotasV20190624.GetServiceQuota", "ServiceQuotasV20190624.GetAWSDefaultServiceQuota"],
            stand.Service.Requests.Select(static request => request.Headers["X-Amz-Target"]));
        Assert.Equal("""{"ServiceCode":"ec2","QuotaCode":"L-34B43A08"}""", stand.Service.Requests[0].Body);
        Assert.Equal("application/x-amz-json-1.1", stand.Service.Requests[0].Headers["Content-Type"]);
    }

    [Fact]
    public async Task ImageAsync_RegistryInAnotherRegion_IsAskedThere()
    {
        using var stand = new ServiceStand(new StubService().Answer(HttpStatusCode.OK, """
            {"imageDetails":[{"imageDigest":"sha256:1","imageTags":["3"],"imageSizeInBytes":1000,"imagePushedAt":1.893456E9}]}
            """));
        ImageName name = ImageName.Parse("123456789012.dkr.ecr.us-west-2.amazonaws.com/team/hamr:3")!;
        RegistryImage image = await stand.RunAsync((services, token) => services.Account.ImageAsync(name, token));
        Assert.Equal(("sha256:1", 1000L, new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero)), (image.Digest, image.CompressedBytes, image.PushedAt));
        StubRequest request = stand.Service.Requests[0];
        Assert.Equal("https://api.ecr.us-west-2.amazonaws.com/", request.Address.ToString());
        Assert.Contains("/us-west-2/ecr/aws4_request", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("""{"registryId":"123456789012","repositoryName":"team/hamr","imageIds":[{"imageTag":"3"}]}""", request.Body);
    }

    [Theory]
    [InlineData("RepositoryNotFoundException")]
    [InlineData("ImageNotFoundException")]
    public async Task ImageAsync_Missing_IsGone(string code)
    {
        using var stand = new ServiceStand(new StubService().Answer(HttpStatusCode.BadRequest, $$"""{"__type":"{{code}}","message":"no"}"""));
        FaultException fault = await Assert.ThrowsAsync<FaultException>(
            () => stand.RunAsync(static (services, token) => services.Account.ImageAsync(new ImageName("", "", "r", "t", ""), token)));
        Assert.Equal(FaultKind.Gone, fault.Kind);
    }

    [Fact]
    public async Task SimulateAsync_PagesAndResources_GiveAVerdictEach()
    {
        using var stand = new ServiceStand(new StubService()
            .Answer(HttpStatusCode.OK, """
                <SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult><EvaluationResults><member><EvalActionName>batch:SubmitJob</EvalActionName>
                <EvalResourceName>*</EvalResourceName><EvalDecision>allowed</EvalDecision></member></EvaluationResults><IsTruncated>true</IsTruncated><Marker>m</Marker></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>
                """)
            .Answer(HttpStatusCode.OK, """
                <SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult><EvaluationResults><member><EvalActionName>s3:GetObject</EvalActionName>
                <EvalDecision>implicitDeny</EvalDecision><ResourceSpecificResults><member><EvalResourceName>a</EvalResourceName><EvalResourceDecision>allowed</EvalResourceDecision></member>
                <member><EvalResourceName>b</EvalResourceName><EvalResourceDecision>explicitDeny</EvalResourceDecision></member></ResourceSpecificResults></member></EvaluationResults>
                <IsTruncated>false</IsTruncated></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>
                """));
        IReadOnlyList<PermissionVerdict> verdicts = await stand.RunAsync(
            static (services, token) => services.Account.SimulateAsync("arn:p", ["batch:SubmitJob", "s3:GetObject"], ["a", "b"], token));
        Assert.Equal(
            [new PermissionVerdict("batch:SubmitJob", "*", "allowed"), new PermissionVerdict("s3:GetObject", "a", "allowed"), new PermissionVerdict("s3:GetObject", "b", "explicitDeny")],
            verdicts);
        Assert.Equal(
            "Action=SimulatePrincipalPolicy&Version=2010-05-08&PolicySourceArn=arn%3Ap&ActionNames.member.1=batch%3ASubmitJob&ActionNames.member.2=s3%3AGetObject"
                + "&ResourceArns.member.1=a&ResourceArns.member.2=b&Marker=m",
            stand.Service.Requests[1].Body);
        Assert.Contains("/us-east-1/iam/aws4_request", stand.Service.Requests[0].Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task MetadataOptionsAsync_Template_TellsHops()
    {
        using var stand = new ServiceStand(new StubService().Answer(HttpStatusCode.OK, """
            <DescribeLaunchTemplateVersionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><launchTemplateVersionSet><item><launchTemplateData><metadataOptions><httpTokens>required</httpTokens>
            <httpPutResponseHopLimit>2</httpPutResponseHopLimit></metadataOptions></launchTemplateData></item></launchTemplateVersionSet></DescribeLaunchTemplateVersionsResponse>
            """));
        Assert.Equal(
            new MetadataOptions("required", 2, null),
            await stand.RunAsync(static (services, token) => services.Account.MetadataOptionsAsync(new LaunchTemplate { LaunchTemplateName = "l", Version = "$Latest" }, token)));
        Assert.Equal(
            "Action=DescribeLaunchTemplateVersions&Version=2016-11-15&LaunchTemplateName=l&LaunchTemplateVersion.1=%24Latest", stand.Service.Requests[0].Body);
    }

    [Theory]
    [InlineData("123456789012.dkr.ecr.eu-west-1.amazonaws.com/hamr", "latest", "")]
    [InlineData("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/hamr:3", "3", "")]
    [InlineData("123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/hamr:3@sha256:0123456789012345678901234567890123456789012345678901234567890123", "", "sha256:0123456789012345678901234567890123456789012345678901234567890123")]
    public void Parse_ImageOfEcr_IsTakenApart(string text, string tag, string digest)
    {
        ImageName name = ImageName.Parse(text)!;
        Assert.Equal(("123456789012", "hamr", tag, digest), (name.Registry, name.Repository, name.Tag, name.Digest));
    }

    [Theory]
    [InlineData("ubuntu:24.04")]
    [InlineData("public.ecr.aws/x/y:1")]
    [InlineData("ghcr.io/a/b")]
    public void Parse_ImageOfAnother_IsNull(string text) => Assert.Null(ImageName.Parse(text));
}
