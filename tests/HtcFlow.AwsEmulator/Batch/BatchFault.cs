using HtcFlow.AwsEmulator.Http;

namespace HtcFlow.AwsEmulator.Batch;

/// <summary>The errors of AWS Batch.</summary>
internal static class BatchFault
{
    /// <summary>The caller is wrong.</summary>
    public static ServiceFault Client(string message) => new("ClientException", 400, $"Error executing request, Exception : {message}");

    /// <summary>The service is wrong.</summary>
    public static ServiceFault Server() => new("ServerException", 500, "An internal error has occurred. Retry the request.");

    /// <summary>Too many calls.</summary>
    public static ServiceFault Throttled() => new("TooManyRequestsException", 429, "Too Many Requests");
}
