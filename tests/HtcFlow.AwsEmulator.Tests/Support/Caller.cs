using System.Globalization;
using System.Text;
using System.Text.Json;
using HtcFlow.AwsEmulator.Options;
using HtcFlow.AwsEmulator.Signing;

namespace HtcFlow.AwsEmulator.Tests.Support;

/// <summary>Sends signed requests to an emulator.</summary>
/// <remarks>Signs with the emulator's own steps; that these are right is shown by the stock command line of AWS.</remarks>
internal sealed class Caller(Uri endpoint, TimeProvider time, AccessKeyOptions? key = null, string region = "us-east-1") : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly AccessKeyOptions _key = key ?? new AccessKeyOptions();

    /// <summary>How far the caller's clock is ahead.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>Calls an operation of Batch.</summary>
    public Task<Answered> BatchAsync(string operation, object input) =>
        SendAsync("batch", HttpMethod.Post, "/v1/" + operation.ToLower(CultureInfo.InvariantCulture), "application/json", JsonSerializer.SerializeToUtf8Bytes(input));

    /// <summary>Calls an operation of Batch that must succeed.</summary>
    public async Task<JsonElement> OkAsync(string operation, object input)
    {
        Answered answered = await BatchAsync(operation, input);
        Assert.True(answered.Status == 200, $"{operation}: {answered.Status} {answered.Error} {answered.Text}");
        return answered.Json;
    }

    /// <summary>Sends a request.</summary>
    public async Task<Answered> SendAsync(
        string service, HttpMethod method, string target, string contentType, byte[] body, IEnumerable<KeyValuePair<string, string>>? more = null)
    {
        string at = (time.GetUtcNow() + Skew).UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = endpoint.Authority, ["x-amz-date"] = at };
        if (_key.SessionToken is { } token)
        {
            headers["x-amz-security-token"] = token;
        }

        foreach ((string name, string value) in more ?? [])
        {
            headers[name] = value;
        }

        string[] parts = target.Split('?', 2);
        var signed = new SignedRequest(method.Method, parts[0], parts.Length > 1 ? parts[1] : "", headers, body);
        string[] names = [.. headers.Keys];
        var credential = new Credential(_key.Id, at[..8], region, service, names, "");
        string signature = CanonicalText.Sign(_key.Secret, credential, CanonicalText.ToSign(at, credential.Scope, CanonicalText.Request(signed, names)));
        using var request = new HttpRequestMessage(method, new Uri(endpoint, target));
        if (method != HttpMethod.Get)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={_key.Id}/{credential.Scope}, SignedHeaders={string.Join(';', names)}, Signature={signature}");
        using HttpResponseMessage response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        byte[] bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        string error = response.Headers.TryGetValues("x-amzn-errortype", out IEnumerable<string>? types) ? types.Single() : "";
        return new Answered((int)response.StatusCode, error, Encoding.UTF8.GetString(bytes));
    }

    public void Dispose() => _http.Dispose();
}
