using HtcFlow.Core.Facts;
using HtcFlow.Core.State;

namespace HtcFlow.Core.Snapshots;

/// <summary>One stage in a snapshot: sums, tasks that wait for another attempt, and the ledger chunk by chunk.</summary>
internal static class StageParts
{
    public static void Write(SnapshotWriter writer, StageState stage)
    {
        WriteSums(writer.Values, stage);
        writer.Values.Number(stage.Retries.Count);
        foreach ((int attempt, RetryBatch batch) in stage.Retries)
        {
            writer.Values.Number(attempt);
            writer.Values.Number(batch.Due.UtcTicks);
            writer.Values.Indices(batch.Tasks.Peek(long.MaxValue));
            writer.Break();
        }

        // Each chunk with one more than the distance to its predecessor; 0 ends the list.
        int previous = -1;
        for (int c = 0; c < stage.Ledger.Chunks; c++)
        {
            ReadOnlySpan<byte> chunk = stage.Ledger.ChunkOf(c);
            if (!chunk.IsEmpty)
            {
                writer.Values.Number(c - previous);
                previous = c;
                LedgerPacking.Write(writer.Values, chunk);
                writer.Break();
            }
        }

        writer.Values.Number(0);
        writer.Break();
    }

    public static void Read(ref SnapshotReader reader, StageState stage)
    {
        ReadSums(ref reader.Values, stage);
        int batches = reader.Values.Count();
        for (int b = 0; b < batches; b++)
        {
            int attempt = reader.Values.Small();
            var batch = new RetryBatch { Due = SnapshotCodec.TicksOf(ref reader.Values) };
            batch.Tasks.Fill(reader.Values.Indices());
            stage.Retries.Add(attempt, batch);
            reader.Break();
        }

        byte[] chunk = new byte[2 * StageLedger.ChunkTasks];
        int at = -1;
        for (int distance = reader.Values.Small(); distance > 0; distance = reader.Values.Small())
        {
            at = checked(at + distance);
            LedgerPacking.Read(ref reader.Values, chunk);
            stage.Ledger.Load(at, chunk);
            reader.Break();
        }

        reader.Break();
    }

    private static void WriteSums(FactWriter writer, StageState stage)
    {
        writer.Number(stage.WallMilliseconds);
        foreach (long ended in stage.Ended)
        {
            writer.Number(ended);
        }

        foreach (int count in stage.Walls.Classes)
        {
            writer.Number(count);
        }

        // No fact is as old as the year 1.
        writer.Number(stage.FirstStartedAt?.UtcTicks ?? 0);
        writer.Number(stage.Stops.Count);
        foreach ((long task, int stops) in stage.Stops.OrderBy(s => s.Key))
        {
            writer.Number(task);
            writer.Number(stops);
        }
    }

    private static void ReadSums(ref FactReader reader, StageState stage)
    {
        stage.WallMilliseconds = reader.Number();
        for (int o = 0; o < stage.Ended.Length; o++)
        {
            stage.Ended[o] = reader.Number();
        }

        for (int c = 0; c < stage.Walls.Classes.Length; c++)
        {
            stage.Walls.Add(c, reader.Small());
        }

        DateTimeOffset started = SnapshotCodec.TicksOf(ref reader);
        stage.FirstStartedAt = started == default ? null : started;
        int stopped = reader.Count();
        for (int s = 0; s < stopped; s++)
        {
            long task = reader.Number();
            stage.Stops[task] = reader.Small();
        }
    }
}
