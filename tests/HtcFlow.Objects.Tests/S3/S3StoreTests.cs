using Amazon.Runtime;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.S3;
using HtcFlow.Objects.Tests.Stores;
using HtcFlow.Testing.S3;

namespace HtcFlow.Objects.Tests.S3;

/// <summary>The contract of stores against a real gateway, and what only S3 has.</summary>
public sealed class S3StoreTests : ObjectStoreContract
{
    protected override IObjectStore Open()
    {
        S3Gateway gateway = S3Gateway.Shared;
        string bucket = gateway.NewBucketAsync(Token).GetAwaiter().GetResult();
        return Open(gateway.Address(bucket));
    }

    internal static S3Store Open(string address) => new(
        S3Address.Parse(address, out _, out _)!, TimeProvider.System,
        new BasicAWSCredentials(S3Gateway.Shared.AccessKey, S3Gateway.Shared.SecretKey));
}
