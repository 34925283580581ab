namespace HtcFlow.AwsEmulator.Billing;

/// <summary>What instances of one kind have cost.</summary>
/// <param name="Region">Region.</param>
/// <param name="InstanceType">Type.</param>
/// <param name="Zone">Zone.</param>
/// <param name="LifeCycle">spot or on-demand.</param>
/// <param name="Instances">How many there were.</param>
/// <param name="Seconds">Seconds that they ran, all together.</param>
/// <param name="Dollars">What that cost, at the prices that held second by second.</param>
public sealed record BillLine(string Region, string InstanceType, string Zone, string LifeCycle, int Instances, double Seconds, decimal Dollars);
