using System.Runtime.InteropServices;

namespace HtcFlow.Objects.S3.Connections;

/// <summary>Finds the certificates by which servers are trusted, in images of every distribution.</summary>
/// <remarks>
/// .NET asks OpenSSL, and an OpenSSL that is linked into the program looks where its own distribution (Debian) has them. Elsewhere the
/// right file is named by SSL_CERT_FILE, which .NET's native half reads from the C environment the first time it checks a certificate.
/// </remarks>
internal static partial class TrustedCertificates
{
    private const string FileVariable = "SSL_CERT_FILE";
    private const string DirectoryVariable = "SSL_CERT_DIR";

    /// <summary>What AWS's own tools take.</summary>
    private const string AwsVariable = "AWS_CA_BUNDLE";

    private static readonly string[] s_defaults = ["/usr/lib/ssl/cert.pem", "/usr/lib/ssl/certs/ca-certificates.crt"];

    private static readonly string[] s_bundles =
    [
        "/etc/ssl/certs/ca-certificates.crt", // Debian, Ubuntu, Alpine, Arch
        "/etc/pki/tls/certs/ca-bundle.crt", // Fedora, RHEL, Amazon Linux
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // the same, newer
        "/etc/ssl/ca-bundle.pem", // SUSE
        "/etc/ssl/cert.pem", // Alpine, older
    ];

    private static readonly Lazy<string> s_used = new(Choose);

    /// <summary>What to do when a server's certificate is not trusted.</summary>
    public static string Advice => s_used.Value.Length > 0
        ? $"certificates were taken from {s_used.Value}; if the server has one of its own authority, set SSL_CERT_FILE to a file that holds it"
        : "no file of certificates was found here; install ca-certificates in the image, mount the host's /etc/ssl/certs, or set SSL_CERT_FILE";

    /// <summary>Chooses where certificates come from; before the first connection.</summary>
    public static void Prepare() => _ = s_used.Value;

    private static string Choose()
    {
        if (Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } file)
        {
            return file;
        }

        // Who names one for AWS means it, whatever directory the machine has for everything else.
        string? bundle = Environment.GetEnvironmentVariable(AwsVariable) is { Length: > 0 } aws && File.Exists(aws) ? aws : null;
        if (bundle is null)
        {
            string? usual = Environment.GetEnvironmentVariable(DirectoryVariable) is { Length: > 0 } directory ? directory : Array.Find(s_defaults, File.Exists);
            if (usual is not null)
            {
                return usual;
            }

            bundle = Array.Find(s_bundles, File.Exists);
        }

        if (bundle is not null)
        {
            SetVariable(FileVariable, bundle, overwrite: 1);
        }

        return bundle ?? "";
    }

    // Environment.SetEnvironmentVariable changes a copy that native code never sees.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
