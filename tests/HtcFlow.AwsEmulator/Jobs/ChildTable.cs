namespace HtcFlow.AwsEmulator.Jobs;

/// <summary>The children of an array, or the one element of a plain job, column by column: 24 bytes each.</summary>
internal sealed class ChildTable
{
    /// <summary>In <see cref="Reason"/>: the instance was taken away, and its id makes the text.</summary>
    public const int HostReason = -2;

    public ChildTable(int count)
    {
        Status = new JobStatus[count];
        Attempt = new byte[count];
        Exit = new short[count];
        Started = new uint[count];
        Stopped = new uint[count];
        Reason = new int[count];
        ContainerReason = new int[count];
        Instance = new int[count];
        Array.Fill(Exit, (short)-1);
        Array.Fill(Reason, -1);
        Array.Fill(ContainerReason, -1);
        Array.Fill(Instance, -1);
    }

    /// <summary>State.</summary>
    public JobStatus[] Status { get; }

    /// <summary>Attempt that is on its way or was the last; 0 before the first.</summary>
    public byte[] Attempt { get; }

    /// <summary>Exit code of the last attempt; negative for none.</summary>
    public short[] Exit { get; }

    /// <summary>Milliseconds from the job's creation to the last attempt's start; 0 for none.</summary>
    public uint[] Started { get; }

    /// <summary>Milliseconds from the job's creation to the last attempt's end; 0 for none.</summary>
    public uint[] Stopped { get; }

    /// <summary>Number of the status reason's text; negative for none.</summary>
    public int[] Reason { get; }

    /// <summary>Number of the container reason's text; negative for none.</summary>
    public int[] ContainerReason { get; }

    /// <summary>Number of the last attempt's instance; negative for none.</summary>
    public int[] Instance { get; }

    /// <summary>Number of children.</summary>
    public int Count => Status.Length;

    /// <summary>Forgets the attempt of a child that will have another one.</summary>
    public void Clear(int index)
    {
        Exit[index] = -1;
        Started[index] = 0;
        Stopped[index] = 0;
        ContainerReason[index] = -1;
        Instance[index] = -1;
    }
}
