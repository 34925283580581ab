namespace HtcFlow.Cli;

/// <summary>How <c>htcflow</c> tells a script what became of a command; docs/commands.md holds the same table.</summary>
internal static class ExitCodes
{
    /// <summary>Everything is fine.</summary>
    public const int Fine = 0;

    /// <summary>The campaign ended, and some of its tasks have no result.</summary>
    public const int TasksFailed = 1;

    /// <summary>The command line or the campaign file is wrong; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>The world failed: store, backend, disk.</summary>
    public const int World = 3;

    /// <summary>The campaign waits for a person: it is held, or no engine works on it.</summary>
    public const int Held = 4;

    /// <summary>Another engine owns the campaign.</summary>
    public const int Owned = 5;

    /// <summary>A bug in htcflow; sysexits' EX_SOFTWARE.</summary>
    public const int Internal = 70;

    /// <summary>Interrupted: 128 + SIGINT, as shells report it.</summary>
    public const int Interrupted = 130;

    /// <summary>The codes with their meaning, for the help.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Fine, "fine"),
        (TasksFailed, "the campaign ended and some tasks have no result"),
        (Usage, "the command line or the campaign file is wrong; nothing was done"),
        (World, "the world failed: store, backend or disk"),
        (Held, "the campaign is held, or no engine works on it"),
        (Owned, "another engine owns the campaign"),
        (Internal, "a bug in htcflow; the details are in a file"),
        (Interrupted, "interrupted"),
    ];
}
