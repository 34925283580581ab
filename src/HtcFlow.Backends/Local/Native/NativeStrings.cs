using System.Runtime.InteropServices;
using System.Text;

namespace HtcFlow.Backends.Local.Native;

/// <summary>A null-terminated array of C strings in unmanaged memory, as exec takes for arguments and environment.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private readonly int _spare;
    private byte** _pointers;

    /// <summary>Copies texts, and keeps room for one short text more that changes from start to start.</summary>
    /// <param name="texts">What stays the same.</param>
    /// <param name="spareBytes">Room for <see cref="SetLast"/> with its terminator; 0 for none.</param>
    internal NativeStrings(IReadOnlyList<string> texts, int spareBytes = 0)
    {
        int entries = texts.Count + (spareBytes > 0 ? 1 : 0);
        nuint table = (nuint)(entries + 1) * (nuint)sizeof(byte*);
        nuint bytes = table + (nuint)spareBytes;
        foreach (string text in texts)
        {
            bytes += (nuint)Encoding.UTF8.GetByteCount(text) + 1;
        }

        _spare = spareBytes;
        _pointers = (byte**)NativeMemory.AllocZeroed(bytes);
        byte* next = (byte*)_pointers + table;
        for (int i = 0; i < texts.Count; i++)
        {
            _pointers[i] = next;
            next += Encoding.UTF8.GetBytes(texts[i], new Span<byte>(next, Encoding.UTF8.GetByteCount(texts[i]))) + 1;
        }

        if (spareBytes > 0)
        {
            _pointers[texts.Count] = next;
            Last = next;
        }
    }

    /// <summary>The array, ending with a null pointer.</summary>
    internal byte** Pointers => _pointers;

    private byte* Last { get; }

    /// <summary>Writes the text that changes.</summary>
    internal void SetLast(string text)
    {
        int length = Encoding.UTF8.GetBytes(text, new Span<byte>(Last, _spare - 1));
        Last[length] = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_pointers);
        _pointers = null;
    }
}
