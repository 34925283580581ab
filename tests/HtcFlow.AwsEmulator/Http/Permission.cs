using HtcFlow.AwsEmulator.Signing;

namespace HtcFlow.AwsEmulator.Http;

/// <summary>Asks whether a caller may do what it asks for.</summary>
internal static class Permission
{
    /// <summary>Refuses a call unless its key may do it on all of some resources.</summary>
    public static void Demand(IService service, ServiceCall call, params ReadOnlySpan<string> resources)
    {
        string action = $"{service.Name}:{call.Operation}";
        foreach (string resource in resources)
        {
            (bool isAllowed, bool isDenied) = Policy.Judge(call.Key.Statements, action, resource);
            if (!isAllowed)
            {
                throw service.Denied(call, resource, isDenied);
            }
        }
    }
}
