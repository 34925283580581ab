using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using HtcFlow.Cli.Commands.Acting;
using HtcFlow.Core.Ports;
using HtcFlow.Engine.Homes;

namespace HtcFlow.Cli.Sessions;

/// <summary>An engine in a process and session of its own, which outlives this one and its terminal.</summary>
internal sealed class BackgroundEngine
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(20);

    // Replaying a million tasks takes about a second; a machine that needs longer than this is in trouble.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private BackgroundEngine(int processId) => ProcessId = processId;

    /// <summary>Its process.</summary>
    public int ProcessId { get; }

    /// <summary>Starts <c>htcflow resume NAME</c> with its output in the campaign's log.</summary>
    /// <exception cref="FaultException">The process cannot be started.</exception>
    public static BackgroundEngine Start(CampaignHome home)
    {
        string[] program = Program();
        string root = Path.GetDirectoryName(Path.GetDirectoryName(home.Directory))!;
        string[] arguments = [.. program, "resume", home.Name, ResumeCommand.BackgroundOption];
        int code = Spawn(arguments, EnvironmentWith("HTCFLOW_HOME", root), home.Log, out int process);
        return code == 0
            ? new BackgroundEngine(process)
            : throw new FaultException(FaultKind.Broken, "start", program[0], Marshal.GetPInvokeErrorMessage(code));
    }

    /// <summary>Waits until it owns the campaign.</summary>
    /// <returns>False when it ended first or takes too long; its log says why.</returns>
    public async Task<bool> WaitUntilItOwnsAsync(CampaignHome home, TimeProvider time, CancellationToken cancellationToken)
    {
        string mark = ProcessId.ToString(CultureInfo.InvariantCulture) + " ";
        DateTimeOffset end = time.GetUtcNow() + s_patience;
        while (time.GetUtcNow() < end)
        {
            if (EngineLock.HolderOf(home)?.StartsWith(mark, StringComparison.Ordinal) == true)
            {
                return true;
            }

            if (NativeSpawn.Wait(ProcessId, out int status, NativeSpawn.NoHang) == ProcessId)
            {
                // A campaign of a few short tasks may be over before anybody looks.
                return status == 0;
            }

            await Task.Delay(s_poll, time, cancellationToken);
        }

        return false;
    }

    // `dotnet htcflow.dll` is how a build that was not published runs.
    private static string[] Program()
    {
        string self = Environment.ProcessPath ?? "htcflow";
        return Path.GetFileNameWithoutExtension(self) == "dotnet" ? [self, Path.Combine(AppContext.BaseDirectory, "htcflow.dll")] : [self];
    }

    private static string[] EnvironmentWith(string name, string value) =>
    [
        .. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => (string)variable.Key != name)
            .Select(variable => $"{variable.Key}={variable.Value}"),
        $"{name}={value}",
    ];

    private static int Spawn(string[] arguments, string[] environment, string log, out int process)
    {
        nint attributes = Marshal.AllocHGlobal(NativeSpawn.OpaqueBytes);
        nint actions = Marshal.AllocHGlobal(NativeSpawn.OpaqueBytes);
        nint[] argumentTexts = [.. arguments.Select(Marshal.StringToCoTaskMemUTF8), 0];
        nint[] environmentTexts = [.. environment.Select(Marshal.StringToCoTaskMemUTF8), 0];
        _ = NativeSpawn.InitAttributes(attributes);
        _ = NativeSpawn.InitActions(actions);
        try
        {
            _ = NativeSpawn.SetFlags(attributes, NativeSpawn.SetSession);
            _ = NativeSpawn.AddOpen(actions, 0, "/dev/null", NativeSpawn.ReadOnly, 0);
            _ = NativeSpawn.AddOpen(actions, 1, log, NativeSpawn.Append, NativeSpawn.OwnerOnly);
            _ = NativeSpawn.AddDuplicate(actions, 1, 2);
            return NativeSpawn.Spawn(out process, arguments[0], actions, attributes, argumentTexts, environmentTexts);
        }
        finally
        {
            _ = NativeSpawn.DestroyActions(actions);
            _ = NativeSpawn.DestroyAttributes(attributes);
            Marshal.FreeHGlobal(actions);
            Marshal.FreeHGlobal(attributes);
            Array.ForEach(argumentTexts, Marshal.FreeCoTaskMem);
            Array.ForEach(environmentTexts, Marshal.FreeCoTaskMem);
        }
    }
}
