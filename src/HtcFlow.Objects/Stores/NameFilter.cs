namespace HtcFlow.Objects.Stores;

/// <summary>Chooses directory entries by name; a directory's name comes with a slash behind it.</summary>
internal delegate bool NameFilter(ReadOnlySpan<byte> name);
