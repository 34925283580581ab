using HtcFlow.Core.Wire;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Ship;

/// <summary>One acknowledged output.</summary>
/// <param name="Stored">Where it lies.</param>
/// <param name="Stamp">State of the local file that was shipped; null for one that an earlier attempt shipped.</param>
/// <param name="Shipped">Timestamp of the acknowledgement.</param>
/// <param name="IsGrowing">Whether it was opened again after it had been shipped, so that it may be again.</param>
/// <param name="Version">How often this attempt has shipped a file of that name; 0 when it was an earlier one.</param>
/// <param name="Sure">The last version that was surely finished; null when only what a killed command left was shipped.</param>
internal sealed record ShelfEntry(StoredFile Stored, FileStamp? Stamp, long Shipped, bool IsGrowing, int Version, StoredFile? Sure);
