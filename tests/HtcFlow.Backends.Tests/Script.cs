using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Tests;

/// <summary>Asks whose elements do what a test says, and waiting for what they do.</summary>
internal static class Script
{
    /// <summary>Variable with one word an element: a number (exit code), <c>kill</c>, <c>hold</c>; the last stands for all further.</summary>
    internal const string Words = "TEST_DO";

    internal const string Hold = "hold";
    internal const string Kill = "kill";

    /// <summary>Far longer than anything here takes on a busy machine: daemons that were killed come back in half a minute.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    private static int s_asks;

    internal static ArrayAsk Ask(string name, int elements, string words, int vcpus = 1) => new()
    {
        Name = new JobName(name),
        Elements = elements,
        Resources = new ResourceSpec { Vcpus = vcpus },
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { [Words] = words },
        Campaign = "campaign",
        Stage = "stage",
    };

    /// <summary>The same with a name of its own, where a scheduler may still remember another case's array of that name.</summary>
    internal static ArrayAsk FreshAsk(string name, int elements, string words) => Ask($"{name}-{Interlocked.Increment(ref s_asks)}", elements, words);

    internal static string WordOf(string words, int element)
    {
        string[] all = words.Split(',');
        return all[Math.Min(element, all.Length - 1)];
    }

    internal static async Task<JobHandle> SubmitOneAsync(this IBackend backend, ArrayAsk ask)
    {
        SubmitReply reply = Assert.Single(await backend.SubmitAsync([ask], TestContext.Current.CancellationToken));
        Assert.Null(reply.Fault);
        return reply.Handle!;
    }

    internal static async Task<ArrayStatus> StatusAsync(this IBackend backend, JobHandle handle) =>
        Assert.Single(await backend.ObserveAsync([handle], TestContext.Current.CancellationToken));

    /// <summary>Waits, by the backend's own news, until a status is as expected.</summary>
    internal static async Task<ArrayStatus> UntilAsync(this IBackend backend, JobHandle handle, Func<ArrayStatus, bool> isIt)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            ArrayStatus status = await backend.StatusAsync(handle);
            if (isIt(status))
            {
                return status;
            }

            await backend.WaitForNewsAsync(patience.Token);
        }
    }

    internal static Task<ArrayStatus> UntilEndedAsync(this IBackend backend, JobHandle handle, long elements) =>
        backend.UntilAsync(handle, status => status.Ended.Count == elements);

    /// <summary>Asks again and again; for what becomes true within microseconds and is no news.</summary>
    internal static async Task SoonAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isSo())
        {
            patience.Token.ThrowIfCancellationRequested();
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();

            // What is waited for may need this processor.
            await Task.Delay(s_pause, TimeProvider.System, patience.Token);
        }
    }

    internal static Task SoonAsync(Func<bool> isSo) => SoonAsync(() => Task.FromResult(isSo()));
}
