using HtcFlow.Core.Wire;

namespace HtcFlow.Runner.Spawn;

/// <summary>Which variables of the runner's environment a command does not see.</summary>
internal static class Secrets
{
    private static readonly char[] s_space = [' ', '\t', '\r', '\n', ','];

    /// <summary>Whether a variable opens the store to whoever reads it: a command has no need of it, and what it prints is kept.</summary>
    public static bool IsSecret(string name) => name is
        "AWS_ACCESS_KEY_ID" or "AWS_SECRET_ACCESS_KEY" or "AWS_SESSION_TOKEN" or "AWS_CONTAINER_AUTHORIZATION_TOKEN";

    /// <summary>Whether a variable is meant for this process alone.</summary>
    public static bool IsOwn(string name) => name is RunnerEnvironment.Order or RunnerEnvironment.LockDescriptor;

    /// <summary>Whether a list of names, as a setting holds it, has a certain one.</summary>
    public static bool Names(string list, string name) =>
        list.Contains(name, StringComparison.Ordinal)
        && list.Split(s_space, StringSplitOptions.RemoveEmptyEntries).Contains(name, StringComparer.Ordinal);
}
