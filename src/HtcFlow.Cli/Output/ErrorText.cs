using HtcFlow.Cli.Output.Documents;
using HtcFlow.Core.Ports;
using HtcFlow.Engine.Homes;

namespace HtcFlow.Cli.Output;

/// <summary>Says what went wrong in one line and what to do in the next; the same two as fields with <c>--json</c>.</summary>
internal static class ErrorText
{
    /// <summary>Writes an error.</summary>
    public static void Write(TextWriter writer, bool json, ErrorDocument error)
    {
        if (json)
        {
            JsonText.Line(writer, error, OutputJson.Readable.ErrorDocument);
            return;
        }

        writer.WriteLine("error: " + OneLine(error.Error));
        if (error.Help.Length > 0)
        {
            writer.WriteLine("  help: " + OneLine(error.Help));
        }
    }

    /// <summary>Explains a fault of the world.</summary>
    public static ErrorDocument Of(FaultException fault) =>
        new($"cannot {fault.Operation} '{fault.Subject}': {fault.Detail}", AdviceFor(fault), ExitCodes.World);

    private static string AdviceFor(FaultException fault) => fault.Kind switch
    {
        FaultKind.Damaged => $"`htcflow recover {CampaignHome.NameOf(fault.Subject)}` keeps everything before the damage",
        FaultKind.Transient => "this often passes: try again",
        FaultKind.Throttled => "the other side asks for fewer calls: wait a minute and try again",
        FaultKind.Denied => "check the permissions and credentials, then try again; `htcflow doctor` shows what this machine lacks",
        FaultKind.Gone => "check the name; it may have been removed",
        _ => "mend the cause and try again; `htcflow doctor` shows what this machine lacks",
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
