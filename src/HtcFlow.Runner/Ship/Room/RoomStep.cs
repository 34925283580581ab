namespace HtcFlow.Runner.Ship.Room;

/// <summary>What to do about scratch space.</summary>
/// <param name="IsFilling">Whether shipping comes first.</param>
/// <param name="IsNews">Whether it has just become so, which is worth a line.</param>
/// <param name="IsPaused">Whether the command has to stand still until there is room again.</param>
internal readonly record struct RoomStep(bool IsFilling, bool IsNews, bool IsPaused);
