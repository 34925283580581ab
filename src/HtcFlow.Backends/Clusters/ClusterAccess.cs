using HtcFlow.Backends.Commands;
using HtcFlow.Backends.Commands.Ssh;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Clusters;

/// <summary>Gets at a scheduler's commands as its options say: on this machine, or on a login node that is made ready first.</summary>
internal static class ClusterAccess
{
    /// <summary>A way to run commands.</summary>
    internal static ICommands To<T>(ClusterOptions<T> options, TimeProvider clock)
        where T : ClusterOptions<T> => options.Via is { } login
            ? new SshCommands(login, options.CommandEnvironment, options.CommandTimeout, clock)
            : new LocalCommands(options.CommandEnvironment, options.CommandTimeout, clock);

    /// <summary>Opens what uses such a way and ends that with itself; the way is ended here when it cannot be opened.</summary>
    internal static async Task<ClusterBackend> OpenAsync<T>(ClusterOptions<T> options, TimeProvider clock, Func<ICommands, Task<ClusterBackend>> open)
        where T : ClusterOptions<T>
    {
        ICommands commands = To(options, clock);
        try
        {
            return await open(commands);
        }
        catch (Exception e) when (e is FaultException or OperationCanceledException)
        {
            await commands.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts the runner onto the login node where that is wanted, and finds out who one is there.</summary>
    internal static async Task<T> SettleAsync<T>(T options, ICommands commands, CancellationToken cancellationToken)
        where T : ClusterOptions<T>
    {
        if (options.PlacesRunner)
        {
            options = options.WithRunner(await RunnerPlacement.PlaceAsync(commands, options.RunnerPath, cancellationToken));
        }

        return options.Via is not null && await commands.VariableAsync("LOGNAME", cancellationToken) is { Length: > 0 } user ? options.WithUser(user) : options;
    }
}
