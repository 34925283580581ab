using System.Text;
using System.Xml.Linq;
using HtcFlow.AwsEmulator.Http;

namespace HtcFlow.AwsEmulator.Query;

/// <summary>What services that speak XML have in common.</summary>
internal static class XmlProtocol
{
    private const string RequestId = "7a62c49f-347e-4fc4-9331-6e8e01e30000";

    /// <summary>An answer of EC2: the members stand in the root beside the request's id.</summary>
    public static Reply Ec2(string operation, params object?[] content) =>
        Write(new XElement(operation + "Response", [new XElement("requestId", RequestId), .. content]), "http://ec2.amazonaws.com/doc/2016-11-15/");

    /// <summary>An answer of the Query protocol: the members stand in a result of their own.</summary>
    public static Reply Query(string operation, string space, params object?[] content) => Write(
        new XElement(operation + "Response", new XElement(operation + "Result", content), new XElement("ResponseMetadata", new XElement("RequestId", RequestId))), space);

    /// <summary>An error of EC2.</summary>
    public static Reply Ec2Error(ServiceFault fault) => Write(
        new XElement(
            "Response",
            new XElement("Errors", new XElement("Error", new XElement("Code", fault.Code), new XElement("Message", fault.Message))),
            new XElement("RequestID", RequestId)),
        "") with
    { Status = fault.Status };

    /// <summary>An error of the Query protocol.</summary>
    public static Reply QueryError(ServiceFault fault, string space) => Write(
        new XElement(
            "ErrorResponse",
            new XElement("Error", new XElement("Type", fault.Status >= 500 ? "Receiver" : "Sender"), new XElement("Code", fault.Code), new XElement("Message", fault.Message)),
            new XElement("RequestId", RequestId)),
        space) with
    { Status = fault.Status };

    /// <summary>A list of items.</summary>
    public static XElement Set(string name, IEnumerable<XElement> items) => new(name, items);

    /// <summary>A list of texts.</summary>
    public static XElement Texts(string name, params IEnumerable<string> texts) => new(name, texts.Select(static text => new XElement("item", text)));

    /// <summary>A moment as the services write it.</summary>
    public static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static Reply Write(XElement root, string space)
    {
        foreach (XElement element in root.DescendantsAndSelf())
        {
            element.Name = XNamespace.Get(space) + element.Name.LocalName;
        }

        string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.ToString(SaveOptions.DisableFormatting);
        return new Reply(200, "text/xml;charset=UTF-8", Encoding.UTF8.GetBytes(text));
    }
}
