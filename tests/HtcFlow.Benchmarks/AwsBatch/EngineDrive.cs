using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Loop;

namespace HtcFlow.Benchmarks.AwsBatch;

/// <summary>Drives an engine in virtual time as CampaignEngine does in real time: it looks around after each reply and when it wants to be woken.</summary>
internal static class EngineDrive
{
    /// <summary>Runs a campaign to its end.</summary>
    public static void Run(EngineCore core, LaneWorker worker, CommonClock clock)
    {
        var line = new CallLine();
        LaneCall? made = null;
        DateTimeOffset madeAt = default;
        Task<LaneReply>? call = null;
        for (DateTimeOffset wake = clock.GetUtcNow(); ;)
        {
            DateTimeOffset now = clock.GetUtcNow();
            if (call is { IsCompleted: true })
            {
                core.OnReply(call.GetAwaiter().GetResult(), now);
                line.Spend(made!, now - madeAt);
                call = null;
                wake = now;
            }

            if (now >= wake)
            {
                foreach (LaneCall planned in core.Advance(now))
                {
                    line.Add(planned);
                }

                wake = core.NextWake(now);
            }

            if (call is null && line.Take() is { } next)
            {
                (made, madeAt) = (next, now);
                call = Task.Run(() => worker.ExecuteAsync(next, CancellationToken.None));
                _ = call.ContinueWith(_ => clock.Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }

            if (call is null && core.End != EngineEnd.None)
            {
                return;
            }

            clock.MoveWith(call, wake);
        }
    }
}
