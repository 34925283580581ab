using System.Xml.Linq;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Query;

namespace HtcFlow.AwsEmulator.Ec2;

/// <summary>DescribeLaunchTemplateVersions: one version of any template, with the metadata options that instances have.</summary>
internal static class LaunchTemplates
{
    /// <summary>Describes it.</summary>
    public static Reply Describe(Ec2Request request)
    {
        request.Demand("*");
        string id = request.Form.Text("LaunchTemplateId") ?? "lt-0a1b2c3d4e5f60718";
        string name = request.Form.Text("LaunchTemplateName") ?? "htcflow";
        return XmlProtocol.Ec2("DescribeLaunchTemplateVersions", XmlProtocol.Set("launchTemplateVersionSet", [new XElement(
            "item",
            new XElement("launchTemplateId", id),
            new XElement("launchTemplateName", name),
            new XElement("versionNumber", 1),
            new XElement("createTime", XmlProtocol.Moment(request.Region.Emulator.ServiceNow.AddDays(-1))),
            new XElement("createdBy", $"arn:aws:iam::{request.Region.Emulator.Options.AccountId}:root"),
            new XElement("defaultVersion", true),
            new XElement("launchTemplateData", MachineWriting.Metadata(request.Region)))]));
    }
}
