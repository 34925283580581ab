using System.Globalization;
using System.Text;
using System.Text.Json;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Flags;
using HtcFlow.Runner.Guard;
using HtcFlow.Runner.Order;
using HtcFlow.Runner.Streams;

namespace HtcFlow.Runner.Check;

/// <summary>Says what this machine, its scratch and the store are fit for: one line for each thing, and what to do about it.</summary>
internal static class CheckCommand
{
    /// <summary>Looks at everything.</summary>
    /// <returns>0 when tasks can run here, else 1.</returns>
    /// <exception cref="OrderProblem">A flag or variable cannot be used.</exception>
    public static async Task<int> RunAsync(FlagSet flags, bool isJson, Outlet output, TimeProvider time)
    {
        RunnerSettings settings = RunnerSettings.Read(flags.Variable, Environment.MachineName);
        var senses = new GuardSenses();
        List<Finding> findings =
        [
            .. MachineCheck.Process(settings, flags.Variable),
            CpuCheck.Look(settings),
            MachineCheck.Bandwidth(senses),
            .. MachineCheck.Limits(senses.Group),
            .. ScratchCheck.Look(settings),
            MetadataCheck.Look(flags.Variable, time),
            flags.Text("store") is { } address
                ? await StoreCheck.TryAsync(address, time, CancellationToken.None)
                : new Finding(Mark.Ok, "store", "none given: nothing is shipped; --store tries one"),
        ];
        output.WriteLine(isJson ? Json(findings) : Text(findings));
        return findings.Exists(static f => f.Mark == Mark.Bad) ? 1 : ExitCode.Success;
    }

    /// <summary>The findings as lines for people.</summary>
    public static string Text(IReadOnlyList<Finding> findings) => string.Join('\n', findings.Select(static f =>
        string.Create(CultureInfo.InvariantCulture, $"{NameOf(f.Mark),-5}{f.Name,-11}{f.Text}{(f.Advice.Length > 0 ? "; " + f.Advice : "")}")));

    /// <summary>The findings as one JSON document.</summary>
    public static string Json(IReadOnlyList<Finding> findings)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBoolean("usable", findings.All(static f => f.Mark != Mark.Bad));
            json.WriteStartArray("findings");
            foreach (Finding finding in findings)
            {
                json.WriteStartObject();
                json.WriteString("mark", NameOf(finding.Mark));
                json.WriteString("name", finding.Name);
                json.WriteString("text", finding.Text);
                json.WriteString("advice", finding.Advice);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string NameOf(Mark mark) => mark switch
    {
        Mark.Ok => "ok",
        Mark.Warn => "warn",
        _ => "bad",
    };
}
