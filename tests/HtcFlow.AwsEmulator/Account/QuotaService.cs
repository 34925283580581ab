using System.Text.Json;
using HtcFlow.AwsEmulator.Batch;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Options;

namespace HtcFlow.AwsEmulator.Account;

/// <summary>Service Quotas.</summary>
internal sealed class QuotaService() : TargetService("servicequotas", "ServiceQuotasV20190624")
{
    private const int Page = 100;

    protected override IReadOnlyCollection<string> Operations { get; } = ["GetServiceQuota", "GetAWSDefaultServiceQuota", "ListServiceQuotas"];

    protected override Action<Utf8JsonWriter> Write(ServiceCall call, JsonElement input)
    {
        string service = input.Text("ServiceCode") ?? "";
        List<QuotaOptions> quotas = [.. call.Region.Emulator.Options.Quotas.Where(quota => quota.Service == service)];
        if (quotas.Count == 0)
        {
            throw new ServiceFault("NoSuchResourceException", 400, $"The service {service} has no quotas here.");
        }

        if (call.Operation != "ListServiceQuotas")
        {
            string code = input.Text("QuotaCode") ?? "";
            bool isOwn = call.Operation == "GetServiceQuota";
            QuotaOptions quota = quotas.Find(quota => quota.Code == code && !(isOwn && quota.IsDefault))
                ?? throw new ServiceFault("NoSuchResourceException", 400, $"The request failed because the specified quota {code} does not exist.");
            return json =>
            {
                json.WritePropertyName("Quota");
                WriteQuota(json, call, quota);
            };
        }

        int from = input.Text("NextToken") is { } token ? PageToken.Read(token) : 0;
        int count = Math.Min(input.Whole("MaxResults") ?? Page, Page);
        return json =>
        {
            json.WriteStartArray("Quotas");
            foreach (QuotaOptions quota in quotas.Skip(from).Take(count))
            {
                WriteQuota(json, call, quota);
            }

            json.WriteEndArray();
            if (from + count < quotas.Count)
            {
                json.WriteString("NextToken", PageToken.Write(from + count));
            }
        };
    }

    private static void WriteQuota(Utf8JsonWriter json, ServiceCall call, QuotaOptions quota)
    {
        json.WriteStartObject();
        json.WriteString("ServiceCode", quota.Service);
        json.WriteString("ServiceName", quota.Service);
        json.WriteString("QuotaArn", call.Region.Arn("servicequotas", $"{quota.Service}/{quota.Code}"));
        json.WriteString("QuotaCode", quota.Code);
        json.WriteString("QuotaName", quota.Name);
        json.WriteNumber("Value", quota.Value);
        json.WriteString("Unit", "None");
        json.WriteBoolean("Adjustable", true);
        json.WriteBoolean("GlobalQuota", false);
        json.WriteEndObject();
    }
}
