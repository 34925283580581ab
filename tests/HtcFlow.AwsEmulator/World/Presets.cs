using System.Text.Json;
using System.Text.Json.Nodes;
using HtcFlow.AwsEmulator.Options;

namespace HtcFlow.AwsEmulator.World;

/// <summary>Makes the queues that are there from the start.</summary>
internal static class Presets
{
    /// <summary>Adds a queue and its compute environment.</summary>
    public static void Add(Region region, PresetQueue preset)
    {
        var resources = new JsonObject
        {
            ["type"] = preset.Type,
            ["allocationStrategy"] = preset.Type == "SPOT" ? "SPOT_PRICE_CAPACITY_OPTIMIZED" : "BEST_FIT_PROGRESSIVE",
            ["minvCpus"] = 0,
            ["maxvCpus"] = preset.MaxVcpus,
            ["desiredvCpus"] = 0,
            ["instanceTypes"] = new JsonArray([.. preset.InstanceTypes.Select(static type => (JsonNode)type)]),
            ["subnets"] = new JsonArray([.. region.Subnets.Keys.Select(static id => (JsonNode)id)]),
            ["securityGroupIds"] = new JsonArray("sg-0a1b2c3d4e5f60718"),
            ["instanceRole"] = $"arn:aws:iam::{region.Emulator.Options.AccountId}:instance-profile/ecsInstanceRole",
        };
        var environment = new ComputeEnvironment
        {
            Name = preset.Name,
            Arn = region.Arn("batch", $"compute-environment/{preset.Name}"),
            Uuid = region.Emulator.NewId(),
            Change = new ResourceChange(region),
            Resources = JsonSerializer.SerializeToElement(resources),
        };
        region.Environments.Add(preset.Name, environment);
        region.Queues.Add(preset.Name, new JobQueue
        {
            Name = preset.Name,
            Arn = region.Arn("batch", $"job-queue/{preset.Name}"),
            Change = new ResourceChange(region),
            Priority = 1,
            Environments = [environment],
        });
    }
}
