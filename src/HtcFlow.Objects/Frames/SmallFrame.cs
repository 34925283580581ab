namespace HtcFlow.Objects.Frames;

/// <summary>A whole LZ4 frame in memory.</summary>
/// <param name="Bytes">Holds the frame from its beginning; of the shared pool.</param>
/// <param name="Length">Bytes of the frame.</param>
/// <param name="ContentBytes">Size of its content as the frame says; 4 MiB at most.</param>
internal sealed record SmallFrame(byte[] Bytes, int Length, int ContentBytes);
