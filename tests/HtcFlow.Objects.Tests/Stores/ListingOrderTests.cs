using System.Text;
using FsCheck;
using FsCheck.Fluent;
using HtcFlow.Core.Ports;
using HtcFlow.Objects.Stores;
using HtcFlow.Testing;

namespace HtcFlow.Objects.Tests.Stores;

/// <summary>Listings of random trees, checked against sorting the bytes of all keys.</summary>
public sealed class ListingOrderTests
{
    /// <summary>Around the slash, around a byte's sign, around the surrogates.</summary>
    private static readonly string[] s_letters =
        ["!", "-", ".", "0", "a", "b", "ab", "\u007F", "\u0080", "é", "\u07FF", "\u0800", "\uD7FF", "\uE000", "\uFFFD", "\U00010000", "\U0001F9F2", "\U0010FFFF"];

    private static readonly Gen<string> s_segment =
        from letters in Gen.Elements(s_letters).NonEmptyListOf()
        let text = string.Concat(letters.Take(3))
        select text is "." or ".." ? "dot" : text;

    private static readonly Gen<string> s_key =
        from segments in s_segment.NonEmptyListOf()
        select string.Join('/', segments.Take(4));

    [Fact]
    public void ListAsync_RandomTrees_MatchesSortedBytes() =>
        Prop.ForAll(Cases(), static c => Check(c.Keys, c.Prefix, c.After)).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public void Compare_RandomKeys_MatchesBytes() =>
        Prop.ForAll(
            Gen.Two(s_key).ToArbitrary(),
            static pair => Math.Sign(KeyOrder.Instance.Compare(pair.Item1, pair.Item2)) == Math.Sign(ByteOrder(pair.Item1, pair.Item2)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static Arbitrary<(string[] Keys, string Prefix, string After)> Cases() =>
        (from keys in s_key.NonEmptyListOf()
         from prefixOf in Gen.Elements(keys.AsEnumerable())
         from prefixLength in Gen.Choose(0, prefixOf.Length)
         from after in Gen.OneOf(Gen.Constant(""), Gen.Elements(keys.AsEnumerable()), s_key)
         select (WithoutConflicts(keys), Whole(prefixOf[..prefixLength]), after)).ToArbitrary();

    /// <summary>A directory cannot hold <c>a</c> and <c>a/b</c>; object stores can, but nobody here makes such keys.</summary>
    private static string[] WithoutConflicts(IEnumerable<string> keys)
    {
        string[] distinct = [.. keys.Distinct(StringComparer.Ordinal)];
        return [.. distinct.Where(key => !distinct.Any(other => other.StartsWith(key + "/", StringComparison.Ordinal)))];
    }

    private static string Whole(string cut) => cut.Length > 0 && char.IsHighSurrogate(cut[^1]) ? cut[..^1] : cut;

    private static int ByteOrder(string x, string y) =>
        Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y));

    private static bool Check(string[] keys, string prefix, string after)
    {
        string[] expected =
        [
            .. keys
                .Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && ByteOrder(key, after) > 0)
                .Order(Comparer<string>.Create(ByteOrder)),
        ];
        using var directory = new TempDirectory();
        return expected.SequenceEqual(KeysOf(new DirectoryStore(directory.Root), keys, prefix, after))
            && expected.SequenceEqual(KeysOf(new MemoryStore(), keys, prefix, after));
    }

    private static List<string> KeysOf(IObjectStore store, string[] keys, string prefix, string after)
    {
        foreach (string key in keys)
        {
            store.PutAsync(key, new MemoryStream(new byte[key.Length]), PutCondition.Always, default).GetAwaiter().GetResult();
        }

        return store.ListAsync(prefix, after, default).ToBlockingEnumerable().Select(info =>
        {
            Assert.Equal(info.Key.Length, info.Bytes);
            return info.Key;
        }).ToList();
    }
}
