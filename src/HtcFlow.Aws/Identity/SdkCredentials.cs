using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using HtcFlow.Aws.Signing;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Identity;

/// <summary>Keys from where all AWS tools look for them: environment, web identity, profile with its roles and single sign-on, container, instance.</summary>
/// <param name="profile">Profile; null for the usual search.</param>
/// <param name="profiles">File of the profiles; null for the usual ones.</param>
/// <remarks>The SDK keeps what it found and gets keys that expire anew before their end. Callers: any thread.</remarks>
internal sealed class SdkCredentials(string? profile, string? profiles = null) : IAwsCredentials, IDisposable
{
    private const int MostSearches = 3;
    private static readonly TimeSpan s_atOnce = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _search = new(1, 1);
    private volatile AWSCredentials? _source;
    private volatile AwsKeys? _last;

    /// <inheritdoc/>
    public async ValueTask<AwsKeys> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            AWSCredentials source = _source ?? await FindAsync(cancellationToken);
            ImmutableCredentials found = await source.GetCredentialsAsync();
            var keys = new AwsKeys(found.AccessKey, found.SecretKey, found.Token);
            if (_last is { } last && last.IsSame(keys))
            {
                return last;
            }

            _last = keys;
            return keys;
        }
        catch (Exception e) when (IsWorld(e))
        {
            throw Fault(e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RenewAsync(AwsKeys refused, CancellationToken cancellationToken)
    {
        if (_last is { } last && !last.IsSame(refused))
        {
            return true; // another call has renewed them meanwhile
        }

        if (_source is RefreshingAWSCredentials refreshing)
        {
            refreshing.ClearCredentials();
        }

        // A person may have written new keys into a file since: look at everything again.
        _source = null;
        try
        {
            return !(await GetAsync(cancellationToken)).IsSame(refused);
        }
        catch (FaultException)
        {
            return false; // the refusal says more than the failed look
        }
    }

    public void Dispose() => _search.Dispose();

    private async Task<AWSCredentials> FindAsync(CancellationToken cancellationToken)
    {
        await _search.WaitAsync(cancellationToken);
        try
        {
            if (_source is { } found)
            {
                return found;
            }

            SdkFactories.Register();
            AWSCredentials source = profile is null ? await SearchAsync(cancellationToken) : OfProfile(profile);
            _source = source;
            return source;
        }
        finally
        {
            _search.Release();
        }
    }

    // A metadata service that is there fails for a moment now and then, and then at once; where there is none at all that takes its time.
    private static async Task<AWSCredentials> SearchAsync(CancellationToken cancellationToken)
    {
        for (int left = MostSearches - 1; ; left--)
        {
            long begin = TimeProvider.System.GetTimestamp();
            try
            {
                // A search of our own: the SDK's common one remembers for the whole process what it found first.
                return (AWSCredentials)await new DefaultAWSCredentialsIdentityResolver().ResolveIdentityAsync(clientConfig: null, cancellationToken);
            }
            catch (AmazonClientException fault) when (left > 0 && fault.Message.Contains("EC2 instance metadata", StringComparison.Ordinal)
                && TimeProvider.System.GetElapsedTime(begin) < s_atOnce)
            {
                // Once more.
            }
        }
    }

    private AWSCredentials OfProfile(string profile)
    {
        var chain = new CredentialProfileStoreChain(profiles);
        if (chain.TryGetAWSCredentials(profile, out AWSCredentials credentials))
        {
            return credentials;
        }

        string known = string.Join(", ", chain.ListProfiles().Select(static entry => entry.Name));
        throw new FaultException(
            FaultKind.Denied, "find credentials", profile,
            chain.TryGetProfile(profile, out _)
                ? $"the profile '{profile}' says nothing of how to get credentials; run `aws configure --profile {profile}`"
                : $"there is no profile '{profile}'; {(known.Length > 0 ? $"there are {known}" : "there are none, run `aws configure`")}");
    }

    private static bool IsWorld(Exception e) => e is AmazonClientException or AmazonServiceException or HttpRequestException or IOException or SocketException
        or WebException or TimeoutException or InvalidOperationException or ArgumentException;

    private static bool IsUntrusted(Exception? e) => e is AuthenticationException || (e is not null && IsUntrusted(e.InnerException));

    // The SDK has no types for these; its texts name profiles, files and addresses, never keys, but only the kind of failure is passed on.
    private FaultException Fault(Exception e)
    {
        if (e is ProfileNotFoundException)
        {
            return new FaultException(FaultKind.Denied, "find credentials", profile ?? "AWS_PROFILE", "there is no such profile; correct AWS_PROFILE, or run `aws configure`", e);
        }

        bool isNetwork = e is HttpRequestException or SocketException or WebException or TimeoutException
            || e.InnerException is HttpRequestException or SocketException or WebException;
        string where = profile is null ? "the environment, the default profile, a container or an instance" : $"the profile '{profile}'";
        bool isSignOn = e.Message.Contains("SSO", StringComparison.Ordinal) || e.Message.Contains("sso", StringComparison.Ordinal);
        return isSignOn
            ? new FaultException(FaultKind.Denied, "find credentials", profile ?? "default", $"single sign-on has ended; run `aws sso login{(profile is null ? "" : $" --profile {profile}")}`", e)
            : IsUntrusted(e)
            ? new FaultException(
                FaultKind.Denied, "find credentials", profile ?? "default",
                "the certificate of who gives the credentials (STS or single sign-on) is not trusted; if a proxy has one of its own authority, set AWS_CA_BUNDLE to a file that holds it", e)
            : isNetwork
            ? new FaultException(FaultKind.Transient, "find credentials", profile ?? "default", "who gives the credentials does not answer (instance metadata, STS or single sign-on); check the network", e)
            : new FaultException(
                FaultKind.Denied, "find credentials", profile ?? "default",
                $"no credentials were found in {where}; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile, run `aws sso login`, or give the machine a role", e);
    }
}
