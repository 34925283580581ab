using System.Runtime.InteropServices;

namespace HtcFlow.Runner.Spawn;

/// <summary>A null-terminated table of C strings, as exec takes for arguments and environment.</summary>
internal sealed unsafe class StringTable : IDisposable
{
    private byte** _table;

    /// <summary>Copies texts, behind pointers that are taken over as they are and stay the caller's.</summary>
    public StringTable(IReadOnlyList<string> texts, ReadOnlySpan<nint> before = default)
    {
        int bytes = 0;
        foreach (string text in texts)
        {
            bytes += RawText.CountOf(text) + 1;
        }

        int pointers = before.Length + texts.Count + 1;
        _table = (byte**)NativeMemory.Alloc((nuint)((pointers * sizeof(nint)) + bytes));
        byte* at = (byte*)(_table + pointers);
        int slot = 0;
        foreach (nint pointer in before)
        {
            _table[slot++] = (byte*)pointer;
        }

        foreach (string text in texts)
        {
            _table[slot++] = at;
            int written = RawText.Encode(text, new Span<byte>(at, bytes));
            at[written] = 0;
            at += written + 1;
            bytes -= written + 1;
        }

        _table[slot] = null;
    }

    public byte** Pointer => _table;

    public void Dispose()
    {
        NativeMemory.Free(_table);
        _table = null;
    }
}
