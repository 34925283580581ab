namespace HtcFlow.Objects.S3.Connections;

/// <summary>What messages call a store.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Host">The server, for example <c>https://s3.example.org</c>.</param>
internal sealed record S3Place(string Bucket, string Host);
