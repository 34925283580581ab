namespace HtcFlow.AwsEmulator.Options;

/// <summary>An access key, whose it is, and what it may do.</summary>
public sealed class AccessKeyOptions
{
    /// <summary>The key that every emulator has unless told otherwise.</summary>
    public const string DefaultId = "AKIAEMULATORADMIN001";

    /// <summary>The secret of <see cref="DefaultId"/>.</summary>
    public const string DefaultSecret = "emulator-secret-of-the-administrator-0001";

    /// <summary>Access key id.</summary>
    public string Id { get; set; } = DefaultId;

    /// <summary>Secret access key.</summary>
    public string Secret { get; set; } = DefaultSecret;

    /// <summary>Session token that has to come with the key; null for a long-lived key.</summary>
    public string? SessionToken { get; set; }

    /// <summary>When the session token ends; null for never.</summary>
    public DateTimeOffset? Expires { get; set; }

    /// <summary>Name of the user, or <c>role/session</c> for one that has a session token.</summary>
    public string Name { get; set; } = "admin";

    /// <summary>What it may do; a Deny wins over every Allow, and what nobody allows is refused.</summary>
    public List<StatementOptions> Statements { get; set; } = [new StatementOptions()];
}
