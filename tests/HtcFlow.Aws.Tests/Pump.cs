using HtcFlow.Testing;

namespace HtcFlow.Aws.Tests;

/// <summary>Moves a fake clock on until a task has ended.</summary>
internal static class Pump
{
    /// <summary>Limits of requests are longer than that, waits for turns and repetitions shorter.</summary>
    private static readonly TimeSpan s_near = TimeSpan.FromSeconds(20);

    /// <summary>Fires timers that are near, and not the limits of requests that are only just being answered.</summary>
    public static async Task RunAsync(Task task, FakeTimeProvider time)
    {
        while (!task.IsCompleted)
        {
            if (time.NextDue is { } due && due - time.GetUtcNow() < s_near)
            {
                time.AdvanceToNextTimer();
            }

            await Task.Yield();
        }

        await task;
    }

    /// <summary>Fires timers that are near, and gives what the task gives.</summary>
    public static async Task<T> RunAsync<T>(Task<T> task, FakeTimeProvider time)
    {
        await RunAsync((Task)task, time);
        return await task;
    }
}
