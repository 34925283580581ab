using HtcFlow.Aws.Identity;

namespace HtcFlow.Aws.Calls;

/// <summary>What the callers of all services share.</summary>
/// <param name="Http">Connections.</param>
/// <param name="Credentials">Keys.</param>
/// <param name="Retries">Pipelines.</param>
/// <param name="Meter">Counts.</param>
/// <param name="Time">Clock.</param>
internal sealed record CallerParts(HttpMessageInvoker Http, IAwsCredentials Credentials, AwsRetries Retries, AwsMeter Meter, TimeProvider Time);
