using HtcFlow.Core.Wire;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Order;

namespace HtcFlow.Runner.Spot;

/// <summary>Which metadata services are worth asking here.</summary>
/// <param name="Instance">Address of the instance's service; null not to ask.</param>
/// <param name="Task">Address of the container's service; null when there is none.</param>
internal sealed record SpotPlace(Uri? Instance, Uri? Task)
{
    private const string Vendor = "Amazon EC2";

    private static readonly string[] s_signs = ["AWS_BATCH_JOB_ID", "ECS_CONTAINER_METADATA_URI_V4", "AWS_EXECUTION_ENV"];

    /// <summary>Finds out; null when nobody is to be asked.</summary>
    /// <param name="variable">A variable of the environment.</param>
    /// <param name="root">Where <c>sys</c> lies.</param>
    /// <exception cref="OrderProblem">A variable has a value that cannot be used.</exception>
    public static SpotPlace? Find(Func<string, string?> variable, string root)
    {
        string setting = variable(RunnerEnvironment.Spot) is { Length: > 0 } text ? text : "auto";
        if (setting is not ("auto" or "on" or "off"))
        {
            throw new OrderProblem($"{RunnerEnvironment.Spot} is '{setting}'; set it to auto, on or off, or unset it.");
        }

        if (setting == "off")
        {
            return null;
        }

        string endpoint = variable("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? "";
        bool isDisabled = string.Equals(variable("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);
        bool isLikely = setting == "on" || endpoint.Length > 0 || Array.Exists(s_signs, name => !string.IsNullOrEmpty(variable(name))) || IsInstance(root);
        Uri? instance = isDisabled || !isLikely ? null : AddressOf("AWS_EC2_METADATA_SERVICE_ENDPOINT", endpoint.Length > 0 ? endpoint : InstanceMetadata.Address);
        string container = variable("ECS_CONTAINER_METADATA_URI_V4") ?? "";
        Uri? task = container.Length > 0 ? AddressOf("ECS_CONTAINER_METADATA_URI_V4", container) : null;
        return instance is null && task is null ? null : new SpotPlace(instance, task);
    }

    private static Uri AddressOf(string name, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme == "http"
            ? address
            : throw new OrderProblem($"{name} is '{text}', which is no address of the form http://host:port; mend it, or set {RunnerEnvironment.Spot}=off.");

    // Readable by everybody on Nitro instances; older ones say it in the version of the BIOS.
    private static bool IsInstance(string root) =>
        KernelFile.Text(Path.Combine(root, "sys/devices/virtual/dmi/id/sys_vendor")).StartsWith(Vendor, StringComparison.Ordinal)
        || KernelFile.Text(Path.Combine(root, "sys/devices/virtual/dmi/id/bios_version")).Contains("amazon", StringComparison.OrdinalIgnoreCase);
}
