using System.Text.Json;
using HtcFlow.AwsEmulator.Batch.Submitting;
using HtcFlow.AwsEmulator.Executors;

namespace HtcFlow.AwsEmulator.Tests.Batch;

/// <summary>What a job definition makes of a container.</summary>
public sealed class ContainerReadingTests
{
    [Fact]
    public void Merge_MountPoints_AreThoseOfVolumesOnTheHost()
    {
        JsonElement container = JsonDocument.Parse("""
            {
                "image": "i",
                "volumes": [{"name": "scratch", "host": {"sourcePath": "/mnt/scratch"}}, {"name": "own"}, {"name": "unused", "host": {"sourcePath": "/srv"}}],
                "mountPoints": [
                    {"sourceVolume": "scratch", "containerPath": "/work"},
                    {"sourceVolume": "own", "containerPath": "/own"},
                    {"sourceVolume": "nowhere", "containerPath": "/x"}
                ]
            }
            """).RootElement;

        ContainerSpec spec = ContainerReading.Merge(container, default, new Dictionary<string, string>(), new Dictionary<string, string>());

        Assert.Equal([("/mnt/scratch", "/work")], spec.Mounts);
    }
}
