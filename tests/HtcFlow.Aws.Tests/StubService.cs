using System.Net;
using System.Text;

namespace HtcFlow.Aws.Tests;

/// <summary>Answers requests as a test says, one answer after the other; the last one again and again.</summary>
internal sealed class StubService : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly List<Func<StubRequest, CancellationToken, Task<HttpResponseMessage>>> _answers = [];
    private readonly List<StubRequest> _requests = [];

    /// <summary>What was asked so far.</summary>
    public IReadOnlyList<StubRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Adds an answer.</summary>
    public StubService Answer(HttpStatusCode status, string body, params (string Name, string Value)[] headers) =>
        Answer((_, _) => Task.FromResult(Response(status, body, headers)));

    /// <summary>Adds an answer that follows from the request.</summary>
    public StubService Answer(Func<StubRequest, string> body) => Answer((request, _) => Task.FromResult(Response(HttpStatusCode.OK, body(request))));

    /// <summary>Adds an exception in place of an answer.</summary>
    public StubService Fail(Exception e) => Answer((_, _) => Task.FromException<HttpResponseMessage>(e));

    /// <summary>Adds an answer that takes as long as it is waited for.</summary>
    public StubService Hang() => Answer(static async (_, token) =>
    {
        var never = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = token.Register(() => never.TrySetCanceled(token));
        return await never.Task;
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var seen = new StubRequest(
            request.RequestUri!, await request.Content!.ReadAsStringAsync(cancellationToken),
            request.Headers.Concat(request.Content.Headers).ToDictionary(static header => header.Key, static header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase));
        Func<StubRequest, CancellationToken, Task<HttpResponseMessage>> answer;
        lock (_lock)
        {
            _requests.Add(seen);
            answer = _answers[Math.Min(_requests.Count, _answers.Count) - 1];
        }

        return await answer(seen, cancellationToken);
    }

    private StubService Answer(Func<StubRequest, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _answers.Add(answer);
        return this;
    }

    private static HttpResponseMessage Response(HttpStatusCode status, string body, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8) };
        foreach ((string name, string value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}
