using HtcFlow.Core.Wire;
using HtcFlow.Runner.Ship.Traffic;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Ship.Checkpoints;

/// <summary>A generation on its way into the store.</summary>
/// <param name="Generation">What is committed.</param>
/// <param name="Sequence">Its number.</param>
/// <param name="State">How far the command was when it was found.</param>
/// <param name="Awaited">Uploads of outputs that were finished before it; the manifest has to name them.</param>
/// <param name="Epoch">Look to which it belongs.</param>
internal sealed record Commitment(Generation Generation, int Sequence, CommandState State, HashSet<Shipment> Awaited, int Epoch)
{
    /// <summary>What the store has acknowledged.</summary>
    public List<StoredFile> Stored { get; } = [];

    /// <summary>Files whose upload has not ended.</summary>
    public int Left { get; set; } = Generation.Files.Count;

    /// <summary>Whether a file changed while it was shipped, so that nothing may be committed.</summary>
    public bool IsTorn { get; set; }

    /// <summary>Whether the manifest is being written.</summary>
    public bool IsSealing { get; set; }

    /// <summary>Number among the generations that this attempt began to ship.</summary>
    public required int Begun { get; init; }

    /// <summary>Number of the manifest among those of this attempt.</summary>
    public int Seal { get; set; }
}
