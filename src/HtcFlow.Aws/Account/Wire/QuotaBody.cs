namespace HtcFlow.Aws.Account.Wire;

/// <summary>Request of GetServiceQuota and GetAWSDefaultServiceQuota.</summary>
internal sealed record QuotaBody(string ServiceCode, string QuotaCode);
