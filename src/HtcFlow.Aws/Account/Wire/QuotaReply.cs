namespace HtcFlow.Aws.Account.Wire;

/// <summary>Reply of GetServiceQuota and GetAWSDefaultServiceQuota.</summary>
internal sealed record QuotaReply(QuotaRow? Quota);
