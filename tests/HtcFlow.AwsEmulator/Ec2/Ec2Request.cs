using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Query;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Ec2;

/// <summary>A call of EC2 with its parameters.</summary>
internal sealed record Ec2Request(Ec2Service Service, ServiceCall Call, QueryForm Form)
{
    public Region Region => Call.Region;

    /// <summary>Refuses the call unless its key may do it, and a dry run in any case.</summary>
    public void Demand(params ReadOnlySpan<string> resources)
    {
        Permission.Demand(Service, Call, resources);
        if (Form.Flag("DryRun"))
        {
            throw new ServiceFault("DryRunOperation", 412, "Request would have succeeded, but DryRun flag is set.");
        }
    }

    /// <summary>Which part of a list is asked for, and the token of the next part; an empty one for none.</summary>
    public (int From, int Count, string Next) Page(int all, int most)
    {
        int count = Form.Whole("MaxResults") is { } wanted && wanted > 0 ? Math.Min(wanted, most) : most;
        int from = Form.Text("NextToken") is { Length: > 0 } token ? Batch.PageToken.Read(token) : 0;
        return (from, count, from + count < all ? Batch.PageToken.Write(from + count) : "");
    }
}
