namespace HtcFlow.Runner.Ship.Room;

/// <summary>One of the limits that scratch space runs into.</summary>
/// <param name="FreeBytes">What is left.</param>
/// <param name="TotalBytes">What there is.</param>
/// <param name="What">For people, for example <c>the file system of /scratch</c>.</param>
internal readonly record struct RoomReading(long FreeBytes, long TotalBytes, string What)
{
    /// <summary>As long as so much is left nobody needs to hurry, however large the disk: half an hour of writing at 100 MB/s.</summary>
    private const long Plenty = 180L << 30;

    /// <summary>How full it is, 0 to 1.</summary>
    public double Share => TotalBytes <= 0 || FreeBytes >= Plenty ? 0 : Math.Clamp(1 - ((double)FreeBytes / TotalBytes), 0, 1);
}
