using System.Runtime.CompilerServices;

namespace HtcFlow.Aws.Tests.Identity;

/// <summary>Keeps the profiles of the machine out of the tests.</summary>
internal static class NoProfiles
{
    /// <summary>A file that is not there.</summary>
    public const string Path = "/nonexistent/htcflow-tests";

    // Before anything else: the SDK reads once where the file of profiles is.
#pragma warning disable CA2255 // a test project is a program
    [ModuleInitializer]
    internal static void Hide()
    {
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", Path);
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", Path);
    }
#pragma warning restore CA2255
}
