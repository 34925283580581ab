using System.Text.Json;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.State;
using HtcFlow.Core.Transitions;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Snapshots;

/// <summary>Turns a state into a snapshot and back. What follows from task states alone is left out and worked out again.</summary>
/// <remarks>A member that is added to a state belongs here, or in one of the parts, with a new <see cref="Version"/>: a snapshot of another
/// version is passed over, and the journal is replayed as if there were none.</remarks>
public static class SnapshotCodec
{
    /// <summary>First byte of each part.</summary>
    public const byte Version = 3;

    /// <summary>Writes a state.</summary>
    public static StateSnapshot Encode(CampaignState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var writer = new SnapshotWriter(state.Sequence);
        WriteCampaign(writer.Values, state);
        foreach (TargetState target in state.Targets)
        {
            writer.Values.Number(target.SuspendedUntil.UtcTicks);
            writer.Values.Number(target.Suspensions);
            writer.Values.Text(target.Reason);
            writer.Values.Number(target.WeighedAt.UtcTicks);
            TargetWeightsCodec.Write(writer.Values, target.Measured is { } measured ? [measured] : []);
        }

        foreach (StageState stage in state.Stages)
        {
            StageParts.Write(writer, stage);
        }

        ArrayParts.Write(writer, state);
        return writer.End();
    }

    /// <summary>Whether every part is there, unharmed, and of a form that this version reads.</summary>
    public static bool IsReadable(StateSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return SnapshotReader.IsWhole(snapshot);
    }

    /// <summary>Reads a state; null when the snapshot is damaged or of another version, so that everything has to be replayed.</summary>
    public static CampaignState? Decode(StateSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        try
        {
            var reader = new SnapshotReader(snapshot);
            return Read(ref reader, snapshot.Sequence);
        }
        catch (Exception e) when (e is FormatException or InvalidFactException)
        {
            return null;
        }
    }

    private static CampaignState Read(ref SnapshotReader reader, long sequence)
    {
        var state = new CampaignState();
        ReadCampaign(ref reader.Values, state);
        foreach (TargetState target in state.Targets)
        {
            target.SuspendedUntil = TicksOf(ref reader.Values);
            target.Suspensions = reader.Values.Small();
            target.Reason = reader.Values.Text();
            target.WeighedAt = TicksOf(ref reader.Values);
            target.Measured = TargetWeightsCodec.Read(ref reader.Values).FirstOrDefault();
        }

        foreach (StageState stage in state.Stages)
        {
            StageParts.Read(ref reader, stage);
        }

        ArrayParts.Read(ref reader, state);
        if (!reader.AtEnd)
        {
            throw new FormatException("A snapshot is followed by stray bytes.");
        }

        state.Sequence = sequence;
        Dependencies.Rebuild(state);
        return state;
    }

    /// <summary>Reads a time to a tenth of a microsecond: what a state works out from a fact's time may be finer than the fact's.</summary>
    internal static DateTimeOffset TicksOf(ref FactReader reader)
    {
        long ticks = reader.Number();
        return ticks <= DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : throw new FormatException("A time lies after the year 9999.");
    }

    private static void WriteCampaign(FactWriter writer, CampaignState state)
    {
        writer.Bytes(JsonSerializer.SerializeToUtf8Bytes(state.Spec, WireJson.Default.CampaignSpec));
        writer.Text(state.BirthMark);
        writer.Number(state.CreatedAt.UtcTicks);
        writer.Number(state.LatestAt.UtcTicks);
        writer.Byte((byte)state.Phase);
        writer.Text(state.HoldReason);
        writer.Number(state.RetriedAttempts);
        writer.Number(state.Quarantined.Count);
        foreach ((string host, DateTimeOffset until) in state.Quarantined)
        {
            writer.Text(host);
            writer.Number(until.UtcTicks);
        }

        writer.Text(state.LatestQuarantine);
    }

    private static void ReadCampaign(ref FactReader reader, CampaignState state)
    {
        CampaignSpec spec = FactCodec.ReadSpec(ref reader);
        SpecCheck.Require(spec);
        string birthMark = reader.Text();
        state.Create(spec, birthMark, TicksOf(ref reader));
        state.LatestAt = TicksOf(ref reader);
        state.Phase = (CampaignPhase)reader.Byte();
        state.HoldReason = reader.Text();
        state.RetriedAttempts = reader.Number();
        int hosts = reader.Count();
        for (int h = 0; h < hosts; h++)
        {
            string host = reader.Text();
            state.Restore(host, TicksOf(ref reader));
        }

        state.LatestQuarantine = reader.Text();
    }
}
