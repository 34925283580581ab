namespace HtcFlow.Aws.Calls.Errors;

/// <summary>What messages call the other side.</summary>
/// <param name="Service">For example <c>batch</c>.</param>
/// <param name="Region">For example <c>eu-west-1</c>.</param>
/// <param name="Address">Its address.</param>
/// <param name="IsOwnAddress">Whether settings name the address, and not AWS.</param>
internal sealed record AwsPlace(string Service, string Region, Uri Address, bool IsOwnAddress)
{
    public string Host => Address.IsDefaultPort ? Address.Host : Address.Authority;
}
