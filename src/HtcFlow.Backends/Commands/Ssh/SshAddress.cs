using System.Globalization;

namespace HtcFlow.Backends.Commands.Ssh;

/// <summary>A login node, as <c>ssh</c> takes it.</summary>
/// <param name="User">User there; empty leaves it to the configuration of <c>ssh</c>.</param>
/// <param name="Host">Host, or an alias of that configuration.</param>
/// <param name="Port">Port; 0 leaves it to the configuration.</param>
public sealed record SshAddress(string User, string Host, int Port)
{
    private const string Scheme = "ssh://";

    /// <summary>Reads <c>ssh://[user@]host[:port]</c> or <c>[user@]host</c>; null when it is neither.</summary>
    public static SshAddress? Parse(string text)
    {
        bool isUri = text.StartsWith(Scheme, StringComparison.Ordinal);
        string rest = isUri ? text[Scheme.Length..].TrimEnd('/') : text;
        int at = rest.LastIndexOf('@');
        string user = at < 0 ? "" : rest[..at];
        string host = rest[(at + 1)..];
        int colon = isUri && !host.EndsWith(']') ? host.LastIndexOf(':') : -1;
        int port = 0;
        if (colon >= 0 && !(int.TryParse(host[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 65536))
        {
            return null;
        }

        host = colon >= 0 ? host[..colon] : host;

        // Nothing that ssh could take for an option, and nothing that its configuration could hand to a shell.
        return IsHost(host) && (at < 0 || IsName(user)) ? new SshAddress(user, host.Trim('[', ']'), port) : null;
    }

    /// <summary>The words that name it to <c>ssh</c>.</summary>
    internal IReadOnlyList<string> Words() =>
    [
        .. User.Length > 0 ? (string[])["-l", User] : [],
        .. Port > 0 ? (string[])["-p", Port.ToString(CultureInfo.InvariantCulture)] : [],
        "--",
        Host,
    ];

    /// <inheritdoc/>
    public override string ToString() => (User.Length > 0 ? User + "@" : "") + Host + (Port > 0 ? string.Create(CultureInfo.InvariantCulture, $":{Port}") : "");

    private static bool IsHost(string text) => text.StartsWith('[') ? text.EndsWith(']') && text[1..^1].All(static c => char.IsAsciiHexDigit(c) || c == ':') : IsName(text);

    private static bool IsName(string text) =>
        text.Length is > 0 and < 256 && char.IsAsciiLetterOrDigit(text[0]) && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
