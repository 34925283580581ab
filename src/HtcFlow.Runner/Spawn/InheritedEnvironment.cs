using System.Runtime.InteropServices;
using System.Text;
using HtcFlow.Core.Wire;

namespace HtcFlow.Runner.Spawn;

/// <summary>The runner's own environment as raw bytes, copied once and shared by every command it starts.</summary>
/// <remarks>Raw, because a variable that is not UTF-8 must reach the command unchanged.</remarks>
internal sealed unsafe class InheritedEnvironment
{
    private readonly List<(string Name, nint Entry)> _entries = [];
    private readonly string _pass;

    /// <summary>Copies a block of entries that each end in a zero byte, such as <c>/proc/self/environ</c>.</summary>
    /// <param name="block">The entries.</param>
    /// <param name="pass">Secrets that commands may see, by name, parted by white space.</param>
    /// <param name="isOwn">Says of a name whether it is meant for the runner alone.</param>
    public InheritedEnvironment(ReadOnlySpan<byte> block, string pass, Func<string, bool> isOwn)
    {
        _pass = pass;
        byte* copy = (byte*)NativeMemory.Alloc((nuint)block.Length + 1); // lives as long as the process
        block.CopyTo(new Span<byte>(copy, block.Length));
        copy[block.Length] = 0;
        for (int at = 0; at < block.Length;)
        {
            int length = block[at..].IndexOf((byte)0);
            length = length < 0 ? block.Length - at : length;
            int equals = block.Slice(at, length).IndexOf((byte)'=');
            string name = Encoding.UTF8.GetString(block.Slice(at, Math.Max(equals, 0)));
            if (equals > 0 && !isOwn(name))
            {
                _entries.Add((name, (nint)(copy + at)));
            }

            at += length + 1;
        }
    }

    /// <summary>Builds the environment of one command.</summary>
    /// <param name="changes">Variables that are set or replaced. Whoever sets a secret here means it; and it may name others to be passed.</param>
    public StringTable With(IReadOnlyList<KeyValuePair<string, string>> changes)
    {
        string named = Find(changes, RunnerEnvironment.Pass) ?? "";
        var kept = new nint[_entries.Count];
        int count = 0;
        foreach ((string name, nint entry) in _entries)
        {
            bool isKept = !Secrets.IsSecret(name) || Secrets.Names(_pass, name) || Secrets.Names(named, name);
            if (isKept && Find(changes, name) is null)
            {
                kept[count++] = entry;
            }
        }

        var texts = new string[changes.Count];
        for (int c = 0; c < texts.Length; c++)
        {
            texts[c] = changes[c].Key + "=" + changes[c].Value;
        }

        return new StringTable(texts, kept.AsSpan(0, count));
    }

    private static string? Find(IReadOnlyList<KeyValuePair<string, string>> changes, string name)
    {
        for (int c = 0; c < changes.Count; c++)
        {
            if (changes[c].Key == name)
            {
                return changes[c].Value;
            }
        }

        return null;
    }
}
