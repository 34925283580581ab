using System.Text.Json.Nodes;

namespace HtcFlow.Cli.Aws.Init.Template;

/// <summary>How instances are started: metadata, root volume, and the directories in which tasks work.</summary>
internal static class MachinePart
{
    /// <summary>Directory of the hosts below which tasks work.</summary>
    public const string Scratch = "/scratch/tasks";

    /// <summary>Directory of the hosts that keeps inputs for later containers.</summary>
    public const string Cache = "/scratch/cache";

    // Several parts in one text is what Batch asks of user data, to put its own beside it. The agent of ECS waits for the end of such scripts.
    private const string Head = """
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="htcflow"

        --htcflow
        Content-Type: text/x-shellscript; charset="us-ascii"

        #!/bin/sh
        set -eu

        """;

    private const string Disks = """
        set -- $(ls /dev/disk/by-id/nvme-Amazon_EC2_NVMe_Instance_Storage_* 2>/dev/null | grep -v -e '-part' -e '_1$' -e '-ns-1$' || true)
        disk=${1:-}
        if [ $# -gt 1 ] && { command -v mdadm >/dev/null || yum install -y mdadm; }; then
            mdadm --create /dev/md0 --run --level=0 --raid-devices=$# "$@"
            disk=/dev/md0
        fi
        mkdir -p /scratch
        if [ -n "$disk" ]; then
            mkfs.xfs -f "$disk"
            mount -o noatime "$disk" /scratch
        fi

        """;

    // As /tmp: tasks of any user make directories of their own there.
    private const string Tail = """
        mkdir -p /scratch/tasks /scratch/cache
        chmod 1777 /scratch/tasks /scratch/cache

        --htcflow--

        """;

    /// <summary>The resources.</summary>
    public static IEnumerable<(string Name, JsonObject Resource)> Of(AwsStack stack)
    {
        // A token of the metadata service makes one hop to a container in a bridge: with a limit of 1 no task would hear of its reclaim.
        JsonObject data = TemplateJson.Object("""{"MetadataOptions": {"HttpEndpoint": "enabled", "HttpTokens": "required", "HttpPutResponseHopLimit": 2}}""");
        if (stack.RootGibibytes > 0)
        {
            data["BlockDeviceMappings"] = new JsonArray(TemplateJson.Object($$$"""
                {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": {{{stack.RootGibibytes}}}, "VolumeType": "gp3", "DeleteOnTermination": true, "Encrypted": true}}
                """));
        }

        if (stack.Scratch != ScratchKind.None)
        {
            string script = Head + (stack.Scratch == ScratchKind.InstanceStore ? Disks : "") + Tail;
            data["UserData"] = new JsonObject { ["Fn::Base64"] = script.ReplaceLineEndings("\n") };
        }

        // Instances get their tags from the compute environment, volumes only from here; bills are split by them.
        data["TagSpecifications"] = new JsonArray(new JsonObject { ["ResourceType"] = "volume", ["Tags"] = TemplateJson.Tags(stack) });
        yield return ("Machine", new JsonObject
        {
            ["Type"] = "AWS::EC2::LaunchTemplate",
            ["Properties"] = new JsonObject { ["LaunchTemplateName"] = stack.Name, ["LaunchTemplateData"] = data },
        });
    }
}
