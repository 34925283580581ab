namespace HtcFlow.Runner.Ship;

/// <summary>What a look found that is not finished yet.</summary>
/// <param name="IsSettling">Whether only time will tell of some file that it is finished.</param>
/// <param name="Files">Unfinished files.</param>
/// <param name="Bytes">Their bytes so far.</param>
internal readonly record struct Found(bool IsSettling, int Files, long Bytes)
{
    public Found And(Found other) => new(IsSettling || other.IsSettling, Files + other.Files, Bytes + other.Bytes);
}
