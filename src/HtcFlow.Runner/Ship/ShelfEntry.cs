using HtcFlow.Core.Wire;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Ship;

/// <summary>One acknowledged output.</summary>
/// <param name="Stored">Where it lies.</param>
/// <param name="Stamp">State of the local file that was shipped; null for one that an earlier attempt shipped.</param>
/// <param name="Shipped">Timestamp of the acknowledgement.</param>
/// <param name="IsGrowing">Whether it was opened again after it had been shipped, so that it may be again.</param>
internal sealed record ShelfEntry(StoredFile Stored, FileStamp? Stamp, long Shipped, bool IsGrowing);
