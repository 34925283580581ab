using System.Text.Json;

namespace HtcFlow.AwsEmulator.Tests.Support;

/// <summary>What came back.</summary>
internal sealed record Answered(int Status, string Error, string Text)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Json
    {
        get
        {
            using JsonDocument document = JsonDocument.Parse(Text);
            return document.RootElement.Clone();
        }
    }
}
