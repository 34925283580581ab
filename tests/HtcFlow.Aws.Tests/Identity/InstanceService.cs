using System.Runtime.CompilerServices;

namespace HtcFlow.Aws.Tests.Identity;

/// <summary>The instance's metadata of this process, whose address the SDK reads once, whichever test comes first.</summary>
internal static class InstanceService
{
    internal const string Variable = "AWS_EC2_METADATA_SERVICE_ENDPOINT";

    private static readonly KeyServer s_server = new();

    internal static string Address => s_server.Address;

    [ModuleInitializer]
    internal static void Announce() => Environment.SetEnvironmentVariable(Variable, Address);
}
