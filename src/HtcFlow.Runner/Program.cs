using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Attempts;
using HtcFlow.Runner.Check;
using HtcFlow.Runner.Flags;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Order;
using HtcFlow.Runner.Streams;

namespace HtcFlow.Runner;

/// <summary>The runner's table of contents: what it is asked, what to run, with what, and the run.</summary>
internal static class Program
{
    /// <summary>How long the runner's own output waits for a reader before it is dropped: longer than a log driver's hiccup.</summary>
    private static readonly TimeSpan s_readerPatience = TimeSpan.FromSeconds(10);

    private static async Task<int> Main(string[] arguments)
    {
        // One arena a thread would be 64 MiB of address space each, which limits such as h_vmem count.
        _ = MemoryCalls.SetAllocator(MemoryCalls.MostArenas, 1);
        var output = new Outlet(1, s_readerPatience, TimeProvider.System);
        var error = new Outlet(2, s_readerPatience, TimeProvider.System);
        void Say(string line) => error.WriteLine("htcflow-runner: " + line);
        switch (arguments)
        {
            case ["--version"]:
                output.WriteLine(Usage.Version);
                return ExitCode.Success;
            case ["--help" or "-h"]:
                output.WriteLine(Usage.Text);
                return ExitCode.Success;
        }

        FlagSet? flags = null;
        try
        {
            if (arguments is ["check", .. var rest])
            {
                bool isJson = rest.Contains("--json");
                flags = FlagReader.Read([.. rest.Where(static word => word != "--json")], Environment.GetEnvironmentVariable);
                return await CheckCommand.RunAsync(flags, isJson, output, TimeProvider.System);
            }

            flags = FlagReader.Read(RawArguments.Read(arguments), Environment.GetEnvironmentVariable);
            using var setup = new Setup(flags, [output, error], Say, TimeProvider.System);
            return await setup.RunAsync();
        }
        catch (OrderProblem e)
        {
            Say(flags?.Respell(e.Message) ?? e.Message);
            return ExitCode.BadOrder;
        }
        catch (FaultException e)
        {
            Say(e.Message);
            return ExitCode.StoreFailed;
        }
    }
}
