namespace HtcFlow.Aws.Account.Wire;

/// <summary>A quota.</summary>
internal sealed record QuotaRow(string? QuotaName, double Value, string? Unit, bool Adjustable);
