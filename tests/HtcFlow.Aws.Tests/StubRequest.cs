namespace HtcFlow.Aws.Tests;

/// <summary>A request as a stub saw it.</summary>
internal sealed record StubRequest(Uri Address, string Body, IReadOnlyDictionary<string, string> Headers);
