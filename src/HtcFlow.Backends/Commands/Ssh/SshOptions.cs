namespace HtcFlow.Backends.Commands.Ssh;

/// <summary>How a login node is reached.</summary>
public sealed record SshOptions
{
    /// <summary>The login node.</summary>
    public required SshAddress Address { get; init; }

    /// <summary>The client, OpenSSH's or one that takes the same words; keys, jump hosts and aliases are its configuration's matter.</summary>
    public string Program { get; init; } = "ssh";

    /// <summary>Longest time to get a connection and to prove who one is.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time from there to the end of the user's profiles, which load modules, environments and slow directories.</summary>
    public TimeSpan LoginTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a silent connection is asked whether it is alive; it is given up after three questions.</summary>
    public TimeSpan AliveInterval { get; init; } = TimeSpan.FromSeconds(15);
}
