using System.Globalization;
using System.Xml.Linq;

namespace HtcFlow.Aws.Calls;

/// <summary>Reads replies in XML by the names of their elements, whatever the namespace (which has a service's version in it).</summary>
internal static class XmlReply
{
    /// <summary>A child; null if there is none.</summary>
    public static XElement? Child(this XElement? element, string name) =>
        element?.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    /// <summary>Text of a child; empty if there is none.</summary>
    public static string Text(this XElement? element, string name) => element.Child(name)?.Value.Trim() ?? "";

    /// <summary>The <c>item</c> or <c>member</c> elements of a child; none if there is no such child.</summary>
    public static IEnumerable<XElement> Items(this XElement? element, string name) =>
        element.Child(name)?.Elements().Where(static child => child.Name.LocalName is "item" or "member") ?? [];

    /// <summary>A whole number of a child; 0 if there is none.</summary>
    public static long Number(this XElement? element, string name) =>
        long.TryParse(element.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : 0;

    /// <summary>A number of a child; 0 if there is none.</summary>
    public static double Real(this XElement? element, string name) =>
        double.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : 0;

    /// <summary>A time of a child; null if there is none.</summary>
    public static DateTimeOffset? Time(this XElement? element, string name) =>
        DateTimeOffset.TryParse(element.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time
            : null;

    /// <summary>Tags of a child, by key.</summary>
    public static IReadOnlyDictionary<string, string> Tags(this XElement? element, string name)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (XElement item in element.Items(name))
        {
            tags[item.Text("key")] = item.Text("value");
        }

        return tags;
    }
}
