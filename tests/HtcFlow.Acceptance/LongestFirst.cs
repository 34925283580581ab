using HtcFlow.Acceptance;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace HtcFlow.Acceptance;

/// <summary>Begins with what takes minutes, so that at the end no processor is without work.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] s_long = [".Aws.", ".Clusters.", ".Chaos.", ".NothingLostTests"];

    /// <inheritdoc/>
    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections)
        where T : ITestCollection =>
        [.. testCollections.OrderBy(static c => Place(c.TestCollectionDisplayName)).ThenBy(static c => c.TestCollectionDisplayName, StringComparer.Ordinal)];

    private static int Place(string collection)
    {
        int place = Array.FindIndex(s_long, part => collection.Contains(part, StringComparison.Ordinal));
        return place < 0 ? s_long.Length : place;
    }
}
