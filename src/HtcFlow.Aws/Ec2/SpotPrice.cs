namespace HtcFlow.Aws.Ec2;

/// <summary>A price from the moment on when it began to hold.</summary>
/// <param name="InstanceType">For example <c>c5.4xlarge</c>.</param>
/// <param name="Zone">For example <c>eu-west-1b</c>.</param>
/// <param name="Product">For example <c>Linux/UNIX</c>.</param>
/// <param name="DollarsPerHour">Of a whole instance.</param>
/// <param name="From">When it began to hold.</param>
public readonly record struct SpotPrice(string InstanceType, string Zone, string Product, decimal DollarsPerHour, DateTimeOffset From);
