using System.Text.Json.Nodes;

namespace HtcFlow.Cli.Aws.Init.Template;

/// <summary>What a stack tells once it is there.</summary>
internal static class OutputPart
{
    /// <summary>The output that holds the lines for a campaign file.</summary>
    public const string Campaign = "Campaign";

    /// <summary>The outputs.</summary>
    public static JsonObject Of(AwsStack stack) => new()
    {
        [Campaign] = Output(
            "For the campaign file",
            TemplateJson.Sub(CampaignBlock.Of(stack, "${AWS::AccountId}", StorePart.BucketIn(stack)))),
        ["Image"] = Output("Where the image is pushed to", TemplateJson.Get("Images", "RepositoryUri")),
        ["SubmitterPolicy"] = Output("For the user or role that runs htcflow", TemplateJson.Ref("SubmitterPolicy")),
        ["Definition"] = Output("For aws batch submit-job, without an engine", TemplateJson.Ref("Runner")),
    };

    private static JsonObject Output(string description, JsonObject value) => new() { ["Description"] = description, ["Value"] = value };
}
