using HtcFlow.AwsEmulator.Http;

namespace HtcFlow.AwsEmulator.Batch;

/// <summary>TagResource, UntagResource and ListTagsForResource.</summary>
internal static class Tags
{
    /// <summary>Answers about one resource.</summary>
    public static Reply Answer(BatchRequest request, string arn)
    {
        request.Demand(arn);
        Dictionary<string, string> tags = Find(request, arn) ?? throw BatchFault.Client($"Resource {arn} not found.");
        switch (request.Call.Operation)
        {
            case "TagResource":
                Dictionary<string, string> merged = new(tags, StringComparer.Ordinal);
                foreach ((string name, string value) in request.Input.Map("tags"))
                {
                    merged[name] = value;
                }

                Names.CheckTags(merged, request.Limits.Tags);
                tags.Clear();
                foreach ((string name, string value) in merged)
                {
                    tags[name] = value;
                }

                break;
            case "UntagResource":
                foreach (string pair in request.Call.Request.Query.Split('&').Where(static pair => pair.StartsWith("tagKeys=", StringComparison.Ordinal)))
                {
                    tags.Remove(Uri.UnescapeDataString(pair["tagKeys=".Length..]));
                }

                break;
            default:
                return BatchRequest.Object(json => JobWriting.WriteMap(json, "tags", tags));
        }

        return BatchRequest.Object(static _ => { });
    }

    private static Dictionary<string, string>? Find(BatchRequest request, string arn)
    {
        const string JobKind = ":job/";
        int job = arn.IndexOf(JobKind, StringComparison.Ordinal);
        if (job >= 0)
        {
            return request.Region.Jobs.FindElement(arn[(job + JobKind.Length)..]) is ({ } found, _) ? found.Order.Tags : null;
        }

        return request.Region.FindQueue(arn)?.Tags
            ?? request.Region.FindEnvironment(arn)?.Tags
            ?? (arn.Contains(":job-definition/", StringComparison.Ordinal) ? request.Region.Definitions.Find(arn)?.Tags : null);
    }
}
