namespace HtcFlow.Cli.Aws.Init;

/// <summary>What <c>aws init</c> wrote and how it is applied.</summary>
/// <param name="File">The template.</param>
/// <param name="Stack">Name of the stack.</param>
/// <param name="Region">Its region.</param>
/// <param name="Deploy">Command that makes the stack.</param>
/// <param name="Push">Command that builds and pushes the image.</param>
/// <param name="Show">Command that shows the lines for the campaign file with the number of the account.</param>
/// <param name="Campaign">Lines for the campaign file.</param>
/// <param name="Notes">What else is to be known.</param>
internal sealed record InitDocument(string File, string Stack, string Region, string Deploy, string Push, string Show, string Campaign, IReadOnlyList<string> Notes);
