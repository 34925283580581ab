using System.Globalization;
using System.Text.Json;
using HtcFlow.AwsEmulator.Options;

namespace HtcFlow.AwsEmulator;

/// <summary>Reads the command line.</summary>
internal static class CommandLine
{
    /// <summary>What may be said.</summary>
    public const string Usage = """
        usage: HtcFlow.AwsEmulator [--port N] [--state DIR] [--executor virtual|process|podman] [--regions A,B] [--options FILE] [--set PATH=JSON]...
          --port      port of 127.0.0.1; a free one is taken without it
          --state     directory of the files of elements that run for real
          --executor  how elements run; virtual without it: they only take time
          --regions   regions that exist
          --options   JSON file with members of EmulatorOptions, read before the rest of the line
          --set       one of them, such as habits.reclaimNotice='"00:00:20"' or world.queues='[{"name":"a"}]'
        """;

    /// <summary>Reads the options.</summary>
    /// <exception cref="FormatException">Something is no option.</exception>
    public static EmulatorOptions Read(string[] arguments)
    {
        var options = new EmulatorOptions();
        List<(string Name, string Value)> pairs = [];
        for (int at = 0; at < arguments.Length; at += 2)
        {
            pairs.Add(at + 1 < arguments.Length ? (arguments[at], arguments[at + 1]) : throw new FormatException($"{arguments[at]} needs a value."));
        }

        foreach ((string name, string value) in pairs.OrderBy(static pair => pair.Name != "--options"))
        {
            switch (name)
            {
                case "--port": options.Port = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture); break;
                case "--state": options.StateDirectory = value; break;
                case "--executor": options.Executor = value; break;
                case "--regions": options.Regions = value.Split(','); break;
                case "--options": Patch(options, File.ReadAllText(value)); break;
                case "--set": Set(options, value); break;
                default: throw new FormatException($"There is no option {name}.");
            }
        }

        return options;
    }

    private static void Set(EmulatorOptions options, string text)
    {
        string[] parts = text.Split('=', 2);
        string[] names = parts[0].Split('.');
        string value = parts.Length > 1 ? parts[1] : throw new FormatException($"--set {text} has no value; write --set habits.killGrace='\"00:00:05\"'.");
        string opening = string.Concat(names.Select(static name => $"{{{JsonSerializer.Serialize(name)}:"));
        Patch(options, opening + value + new string('}', names.Length));
    }

    private static void Patch(EmulatorOptions options, string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            OptionPatch.Apply(options, document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FormatException($"{text} is no JSON: {e.Message}", e);
        }
    }
}
