using System.Globalization;

namespace HtcFlow.Core.Wire;

/// <summary>The name of the last object an attempt writes: the name itself is the message, so one LIST tells a thousand outcomes.</summary>
/// <param name="Index">Task within its stage.</param>
/// <param name="Attempt">Attempt, 1 .. 255.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Exit">Exit code, 0 .. 255; 128 + signal for a killed command.</param>
/// <param name="WallMilliseconds">Wall time of the attempt.</param>
/// <param name="Machine">Machine type; letters, digits, dot, hyphen and underscore.</param>
public sealed record LedgerKey(long Index, int Attempt, Outcome Outcome, int Exit, long WallMilliseconds, string Machine)
    : ISpanFormattable
{
    private const int MaxMachineLength = 64;

    // One of the few characters that are safe in keys of every store and never part of a machine's name.
    private const char HostMark = '!';
    private static readonly string[] s_outcomes = ["none", "succeeded", "failed", "preempted", "slow", "lost", "cancelled"];

    /// <summary>Host on which it ran, of the characters of <see cref="Machine"/>; empty when it is not told.</summary>
    public string Host { get; init; } = "";

    /// <summary>Spells an outcome as it stands in keys and on the screen.</summary>
    public static string NameOf(Outcome outcome) => s_outcomes[(int)outcome];

    /// <summary>Reads an outcome's spelling; <see cref="Outcome.None"/> when it is none.</summary>
    public static Outcome OutcomeOf(ReadOnlySpan<char> name)
    {
        for (int o = 1; o < s_outcomes.Length; o++)
        {
            if (name.SequenceEqual(s_outcomes[o]))
            {
                return (Outcome)o;
            }
        }

        return Outcome.None;
    }

    /// <summary>Replaces everything that a machine name may not hold by a hyphen.</summary>
    public static string MachineName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string name = string.Concat(text.Select(c => IsMachineCharacter(c) ? c : '-'));
        return name.Length switch { 0 => "unknown", > MaxMachineLength => name[..MaxMachineLength], _ => name };
    }

    /// <summary>Reads the last segment of a ledger key; null when the name is not one (a stray file is not an outcome).</summary>
    public static LedgerKey? Parse(ReadOnlySpan<char> name)
    {
        if (!NextNumber(ref name, out long index) || name.Length == 0 || name[0] != 'a')
        {
            return null;
        }

        name = name[1..];
        if (!NextNumber(ref name, out long attempt) || attempt is < 1 or > 255)
        {
            return null;
        }

        int dot = name.IndexOf('.');
        Outcome outcome = dot < 0 ? Outcome.None : OutcomeOf(name[..dot]);
        if (outcome == Outcome.None)
        {
            return null;
        }

        name = name[(dot + 1)..];
        if (!NextNumber(ref name, out long exit) || exit > 255 || !NextNumber(ref name, out long wall))
        {
            return null;
        }

        int mark = name.IndexOf(HostMark);
        ReadOnlySpan<char> machine = mark < 0 ? name : name[..mark];
        ReadOnlySpan<char> host = mark < 0 ? default : name[(mark + 1)..];
        return IsMachine(machine) && (mark < 0 || IsMachine(host))
            ? new LedgerKey(index, (int)attempt, outcome, (int)exit, wall, machine.ToString()) { Host = host.ToString() }
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, stackalloc char[256], $"{this}");

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) => Host.Length > 0
        ? destination.TryWrite(
            CultureInfo.InvariantCulture, $"{Index}.a{Attempt}.{NameOf(Outcome)}.{Exit}.{WallMilliseconds}.{Machine}{HostMark}{Host}", out charsWritten)
        : destination.TryWrite(
            CultureInfo.InvariantCulture, $"{Index}.a{Attempt}.{NameOf(Outcome)}.{Exit}.{WallMilliseconds}.{Machine}", out charsWritten);

    // Strict, so that a key has one spelling only: digits alone, no leading zero (long.TryParse lets trailing NULs pass), at most 18.
    private static bool NextNumber(ref ReadOnlySpan<char> rest, out long value)
    {
        int dot = rest.IndexOf('.');
        value = 0;
        if (dot is < 1 or > 18 || (dot > 1 && rest[0] == '0'))
        {
            return false;
        }

        foreach (char c in rest[..dot])
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            value = (value * 10) + (c - '0');
        }

        rest = rest[(dot + 1)..];
        return true;
    }

    private static bool IsMachine(ReadOnlySpan<char> name)
    {
        foreach (char c in name)
        {
            if (!IsMachineCharacter(c))
            {
                return false;
            }
        }

        return name.Length is > 0 and <= MaxMachineLength;
    }

    private static bool IsMachineCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_';
}
