using System.Text.Json;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Facts;

/// <summary>Turns facts into the bytes of the journal and back. A kind's number and layout never change; a new layout is a new kind.</summary>
/// <remarks>Kind 0 is refused, so a page of zeros can never be read as a fact.</remarks>
public static class FactCodec
{
    /// <summary>Encodes a fact: one byte of kind, then its fields.</summary>
    public static byte[] Encode(Fact fact)
    {
        var writer = new FactWriter();
        switch (fact)
        {
            case Fact.CampaignCreated created:
                writer.Byte(1);
                writer.Bytes(JsonSerializer.SerializeToUtf8Bytes(created.Spec, WireJson.Default.CampaignSpec));
                writer.Text(created.BirthMark);
                break;
            case Fact.EngineStarted started:
                writer.Byte(2);
                writer.Text(started.Host);
                writer.Number(started.ProcessId);
                writer.Text(started.Version);
                break;
            case Fact.CampaignHeld held:
                writer.Byte(12);
                writer.Text(held.Reason);
                break;
            case Fact.CampaignReleased:
                writer.Byte(13);
                break;
            case Fact.CampaignEnded:
                writer.Byte(14);
                break;
            case Fact.TargetSuspended or Fact.HostQuarantined or Fact.JournalRecovered or Fact.TargetsWeighed:
                WriteWorld(writer, fact);
                break;
            case Fact.TasksSkipped or Fact.TasksCancelled or Fact.RetryRequested:
                WriteTasks(writer, fact);
                break;
            default:
                WriteArray(writer, fact);
                break;
        }

        return writer.Written.ToArray();
    }

    /// <summary>Decodes a fact.</summary>
    /// <exception cref="FormatException">The bytes are not a fact this version knows.</exception>
    public static Fact Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new FactReader(bytes);
        byte kind = reader.Byte();
        Fact fact = kind switch
        {
            1 => new Fact.CampaignCreated(ReadSpec(ref reader), reader.Text()),
            2 => new Fact.EngineStarted(reader.Text(), reader.Small(), reader.Text()),
            >= 3 and <= 8 => ReadArray(kind, ref reader),
            9 => new Fact.TasksSkipped(reader.Small(), reader.Indices()),
            10 => new Fact.TasksCancelled(reader.Small(), reader.Indices()),
            11 => new Fact.RetryRequested(reader.Small(), reader.Indices()),
            12 => new Fact.CampaignHeld(reader.Text()),
            13 => new Fact.CampaignReleased(),
            14 => new Fact.CampaignEnded(),
            15 or 16 or 19 => ReadArray(kind, ref reader),
            17 => new Fact.TargetSuspended(reader.Small(), reader.Time(), reader.Text()),
            18 => new Fact.HostQuarantined(reader.Text(), reader.Time(), reader.Text()),
            20 => new Fact.JournalRecovered(reader.Text(), new ArrayId(reader.Small())),
            21 => new Fact.TargetsWeighed(TargetWeightsCodec.Read(ref reader)),
            _ => throw new FormatException($"Fact kind {kind} is unknown to this version."),
        };
        return reader.AtEnd ? fact : throw new FormatException("A fact is followed by stray bytes.");
    }

    private static void WriteTasks(FactWriter writer, Fact fact)
    {
        (byte kind, int stage, Sweeps.IndexSet tasks) = fact switch
        {
            Fact.TasksSkipped skipped => ((byte)9, skipped.Stage, skipped.Tasks),
            Fact.TasksCancelled cancelled => ((byte)10, cancelled.Stage, cancelled.Tasks),
            Fact.RetryRequested retry => ((byte)11, retry.Stage, retry.Tasks),
            _ => throw new ArgumentException("Not a fact about tasks.", nameof(fact)),
        };
        writer.Byte(kind);
        writer.Number(stage);
        writer.Indices(tasks);
    }

    private static void WriteWorld(FactWriter writer, Fact fact)
    {
        switch (fact)
        {
            case Fact.TargetSuspended suspended:
                writer.Byte(17);
                writer.Number(suspended.Target);
                writer.Time(suspended.Until);
                writer.Text(suspended.Reason);
                break;
            case Fact.HostQuarantined quarantined:
                writer.Byte(18);
                writer.Text(quarantined.Host);
                writer.Time(quarantined.Until);
                writer.Text(quarantined.Reason);
                break;
            case Fact.JournalRecovered recovered:
                writer.Byte(20);
                writer.Text(recovered.BirthMark);
                writer.Number(recovered.NextArray.Value);
                break;
            case Fact.TargetsWeighed weighed:
                writer.Byte(21);
                TargetWeightsCodec.Write(writer, weighed.Weights);
                break;
            default:
                throw new ArgumentException("Not a fact about the world.", nameof(fact));
        }
    }

    private static void WriteArray(FactWriter writer, Fact fact)
    {
        switch (fact)
        {
            case Fact.ArrayPlanned planned:
                WritePlanned(writer, planned);
                break;
            case Fact.ArraySubmitted submitted:
                Head(writer, 4, submitted.Array);
                writer.Text(submitted.BackendId);
                break;
            case Fact.ArrayRejected rejected:
                Head(writer, 5, rejected.Array);
                writer.Text(rejected.Reason);
                break;
            case Fact.TasksStarted started:
                Head(writer, 6, started.Array);
                writer.Indices(started.Tasks);
                break;
            case Fact.AttemptsEnded ended:
                Head(writer, 7, ended.Array);
                AttemptEndsCodec.Write(writer, ended.Ends);
                break;
            case Fact.ArrayClosed closed:
                Head(writer, 8, closed.Array);
                break;
            case Fact.ArrayReturned returned:
                Head(writer, 16, returned.Array);
                writer.Text(returned.Reason);
                break;
            case Fact.AttemptsStopped stopped:
                Head(writer, 19, stopped.Array);
                writer.Indices(stopped.Tasks);
                break;
            default:
                throw new ArgumentException($"No layout for {fact?.GetType().Name}.", nameof(fact));
        }
    }

    private static Fact ReadArray(byte kind, ref FactReader reader)
    {
        var array = new ArrayId(reader.Small());
        if (array.Value == 0)
        {
            throw new FormatException("Array 0 does not exist.");
        }

        return kind switch
        {
            3 => new Fact.ArrayPlanned(array, reader.Small(), reader.Small(), reader.Indices(), reader.Small()),
            4 => new Fact.ArraySubmitted(array, reader.Text()),
            5 => new Fact.ArrayRejected(array, reader.Text()),
            6 => new Fact.TasksStarted(array, reader.Indices()),
            7 => new Fact.AttemptsEnded(array, AttemptEndsCodec.Read(ref reader)),
            8 => new Fact.ArrayClosed(array),
            15 => new Fact.ArrayPlanned(array, reader.Small(), reader.Small(), reader.Indices(), reader.Small(), reader.Small()),
            16 => new Fact.ArrayReturned(array, reader.Text()),
            _ => new Fact.AttemptsStopped(array, reader.Indices()),
        };
    }

    // A campaign without targets writes what it always wrote.
    private static void WritePlanned(FactWriter writer, Fact.ArrayPlanned planned)
    {
        Head(writer, (byte)(planned.Target == 0 ? 3 : 15), planned.Array);
        writer.Number(planned.Stage);
        writer.Number(planned.Attempt);
        writer.Indices(planned.Tasks);
        writer.Number(planned.Pack);
        if (planned.Target != 0)
        {
            writer.Number(planned.Target);
        }
    }

    private static void Head(FactWriter writer, byte kind, ArrayId array)
    {
        writer.Byte(kind);
        writer.Number(array.Value);
    }

    internal static Campaigns.CampaignSpec ReadSpec(ref FactReader reader)
    {
        try
        {
            return JsonSerializer.Deserialize(reader.Bytes(), WireJson.Default.CampaignSpec)
                ?? throw new FormatException("The campaign is empty.");
        }
        catch (Exception e) when (WireJson.IsDamage(e))
        {
            throw new FormatException("The campaign is damaged: " + e.Message, e);
        }
    }
}
