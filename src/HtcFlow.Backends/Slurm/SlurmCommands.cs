using HtcFlow.Backends.Commands;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Slurm;

/// <summary>Runs Slurm's commands with a clean environment, and reads what they say.</summary>
/// <remarks>
/// <c>sbatch</c> hands its environment on to jobs, secrets included, and <c>squeue</c> takes filters and formats from variables: they get only what
/// a login sets and what a site sets to make its Slurm work.
/// </remarks>
/// <param name="commands">Where they run.</param>
/// <param name="options">Their directory.</param>
internal sealed class SlurmCommands(ICommands commands, SlurmOptions options)
{
    private static readonly string[] s_kept =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TZ", "LD_LIBRARY_PATH", "KRB5CCNAME", "SLURM_CONF",
        "SBATCH_ACCOUNT", "SBATCH_PARTITION", "SBATCH_QOS", "SBATCH_RESERVATION", "SBATCH_WCKEY",
    ];

    // Without it lists of elements are cut at 64 characters.
    private static readonly Dictionary<string, string> s_set = new() { ["SLURM_BITSTR_LEN"] = "0" };

    /// <summary>Processes started so far.</summary>
    internal long Started => commands.Started;

    /// <summary>Runs a command to its end, whatever that is.</summary>
    internal Task<CommandReply> RunAsync(string program, IReadOnlyList<string> arguments, string input, CancellationToken cancellationToken) =>
        commands.RunAsync(
            new Command(options.PathOf(program), arguments)
            {
                Input = input,
                Keeps = s_kept,
                Variables = s_set,
                Hopeless = SlurmFault.Waiting,
            },
            cancellationToken);

    /// <summary>Runs a command that has to succeed, and reads its reply.</summary>
    internal async Task<T> AskAsync<T>(
        string operation, string program, IReadOnlyList<string> arguments, Func<CommandReply, T> read, CancellationToken cancellationToken)
    {
        CommandReply reply = await RunAsync(program, arguments, "", cancellationToken);
        if (reply.Exit != 0)
        {
            throw SlurmFault.Of(operation, program, reply);
        }

        try
        {
            return read(reply);
        }
        catch (FormatException e)
        {
            throw new FaultException(
                FaultKind.Broken, operation, program, $"its reply is not Slurm's ({e.Message}); check which scheduler '{program}' belongs to", e);
        }
    }
}
