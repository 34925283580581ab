using System.Text.Json;
using System.Text.Json.Nodes;
using HtcFlow.AwsEmulator.Batch;
using HtcFlow.AwsEmulator.Metadata;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Control;

/// <summary>What is done to instances, prices and capacity.</summary>
internal sealed class MachineControl(Emulator emulator)
{
    /// <summary>The instances that are there.</summary>
    public JsonArray List() =>
    [
        .. from region in emulator.Regions.Values
           from instance in region.Fleet.Instances
           where instance.State < InstanceState.Terminated
           select (JsonNode)new JsonObject
           {
               ["id"] = instance.Id,
               ["region"] = region.Name,
               ["zone"] = instance.Zone,
               ["type"] = instance.Type.Name,
               ["state"] = instance.State.ToString(),
               ["environment"] = instance.Environment.Name,
               ["elements"] = new JsonArray([.. instance.Elements.Select(static element => (JsonNode)element.Job.IdOf(element.Index))]),
               ["metadata"] = emulator.Endpoint + MetadataService.PathOf(instance),
           },
    ];

    /// <summary>Gives instances the notice of a reclaim: one by its id, a number of them, or all.</summary>
    public JsonObject Reclaim(JsonElement body)
    {
        TimeSpan notice = ControlService.Span(body, "notice", emulator.Options.Habits.ReclaimNotice);
        List<Instance> chosen = Choose(body);
        foreach (Instance instance in chosen)
        {
            instance.Region.Fleet.Notice(instance, notice);
        }

        return Named(chosen);
    }

    /// <summary>Recommends to leave instances.</summary>
    public JsonObject Rebalance(JsonElement body)
    {
        List<Instance> chosen = Choose(body);
        foreach (Instance instance in chosen)
        {
            instance.RebalanceAt ??= emulator.Agenda.Now;
        }

        return Named(chosen);
    }

    /// <summary>Has every instance reclaimed at some moment of a span.</summary>
    public JsonObject Storm(JsonElement body)
    {
        TimeSpan within = ControlService.Span(body, "within", TimeSpan.FromMinutes(5));
        foreach (Region region in ControlService.RegionsOf(emulator, body))
        {
            region.Fleet.Storm(within);
        }

        return [];
    }

    /// <summary>Multiplies the prices of pools from now on.</summary>
    public JsonObject Price(JsonElement body)
    {
        double factor = body.Member("factor") is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : throw new FormatException("The factor is missing.");
        foreach (Region region in ControlService.RegionsOf(emulator, body))
        {
            region.Market.Shock(body.Text("pattern") ?? "*", emulator.Agenda.Now, factor);
        }

        return [];
    }

    /// <summary>Says how many vCPUs pools have.</summary>
    public JsonObject Capacity(JsonElement body)
    {
        int vcpus = body.Whole("vcpus") ?? throw new FormatException("The vcpus are missing.");
        if (body.Text("pattern") is { } pattern)
        {
            emulator.Options.World.PoolVcpus[pattern] = vcpus;
        }
        else
        {
            emulator.Options.World.DefaultPoolVcpus = vcpus;
        }

        return [];
    }

    private List<Instance> Choose(JsonElement body)
    {
        IEnumerable<Instance> there = ControlService.RegionsOf(emulator, body)
            .SelectMany(static region => region.Fleet.Instances)
            .Where(static instance => instance.State is InstanceState.Running or InstanceState.Pending);
        if (body.Text("instance") is { } id)
        {
            Instance? one = there.FirstOrDefault(instance => instance.Id == id);
            return one is null ? throw new FormatException($"There is no running instance '{id}'.") : [one];
        }

        return body.Whole("count") is { } count ? [.. there.Where(static instance => instance.State == InstanceState.Running).Take(count)] : [.. there];
    }

    private static JsonObject Named(List<Instance> instances) =>
        new() { ["instances"] = new JsonArray([.. instances.Select(static instance => (JsonNode)instance.Id)]) };
}
