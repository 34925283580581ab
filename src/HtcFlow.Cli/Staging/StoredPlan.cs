using System.Text.Json;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Frames;

namespace HtcFlow.Cli.Staging;

/// <summary>The campaign as it stands in the store; whoever writes it first owns the prefix.</summary>
/// <param name="BirthMark">Tells two campaigns of one name apart.</param>
/// <param name="SubmittedAt">When.</param>
/// <param name="Host">From which host.</param>
/// <param name="Spec">The campaign with the hashes of its inputs.</param>
internal sealed record StoredPlan(string BirthMark, DateTimeOffset SubmittedAt, string Host, CampaignSpec Spec)
{
    // A plan holds tables of values, but nothing of the size of its tasks; a larger object is no plan.
    private const long MaxPlanBytes = 1L << 30;

    /// <summary>Claims the prefix.</summary>
    /// <returns>Null when the prefix is ours now, else the plan of its owner.</returns>
    /// <exception cref="FaultException">The store fails, or the prefix holds something that is no plan.</exception>
    public async Task<StoredPlan?> ClaimAsync(IObjectStore store, CancellationToken cancellationToken)
    {
        if (await WriteAsync(store, PutCondition.IfAbsent, cancellationToken))
        {
            return null;
        }

        StoredPlan? owner = await ReadAsync(store, Spec.Name, cancellationToken);
        if (owner is not null && owner.BirthMark != BirthMark)
        {
            return owner;
        }

        // Ours, from a submission that was cut off before its first fact: nothing has run, so the newer text may replace it.
        await WriteAsync(store, PutCondition.Always, cancellationToken);
        return null;
    }

    /// <summary>Reads the plan of a campaign; null when there is none.</summary>
    /// <exception cref="FaultException">The store fails, or the object is no plan.</exception>
    public static async Task<StoredPlan?> ReadAsync(IObjectStore store, string campaign, CancellationToken cancellationToken)
    {
        string key = StoreLayout.Plan(campaign);
        await using Stream? content = await store.OpenAsync(key, cancellationToken);
        if (content is null)
        {
            return null;
        }

        await using var json = new Lz4Decoder(content, subject: key);
        try
        {
            return await JsonSerializer.DeserializeAsync(json, StagingJson.Default.StoredPlan, cancellationToken);
        }
        catch (JsonException e)
        {
            throw new FaultException(FaultKind.Broken, "read the plan", key, "it is no plan of htcflow; choose another name or store", e);
        }
    }

    private async Task<bool> WriteAsync(IObjectStore store, PutCondition condition, CancellationToken cancellationToken)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(this, StagingJson.Default.StoredPlan);
        if (json.Length > MaxPlanBytes)
        {
            throw new FaultException(FaultKind.Broken, "write the plan", Spec.Name, "it is larger than 1 GiB; use ranges instead of lists of values");
        }

        await using var frame = new Lz4Encoder(new MemoryStream(json), json.Length);
        return await store.PutAsync(StoreLayout.Plan(Spec.Name), frame, condition, cancellationToken);
    }
}
