namespace HtcFlow.Aws.Identity;

/// <summary>Reads the addresses of services in the AWS configuration file.</summary>
internal static class ServicesSection
{
    /// <summary>The address that a section <c>[services NAME]</c> gives a service; null for none.</summary>
    /// <param name="lines">The file.</param>
    /// <param name="section">Name of the section.</param>
    /// <param name="service">For example <c>batch</c>.</param>
    public static string? Address(IEnumerable<string> lines, string section, string service)
    {
        bool isSection = false;
        bool isService = false;
        foreach (string line in lines)
        {
            string text = line.Trim();
            if (text.Length == 0 || text[0] is '#' or ';')
            {
                continue;
            }

            if (text[0] == '[')
            {
                isSection = text.Trim('[', ']').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is ["services", var name] && name == section;
                isService = false;
                continue;
            }

            string[] pair = text.Split('=', 2, StringSplitOptions.TrimEntries);
            // What belongs to a service is indented below its name.
            if (!char.IsWhiteSpace(line[0]))
            {
                isService = isSection && pair is [var key, ""] && key == service;
            }
            else if (isService && pair is ["endpoint_url", { Length: > 0 } address])
            {
                return address;
            }
        }

        return null;
    }
}
