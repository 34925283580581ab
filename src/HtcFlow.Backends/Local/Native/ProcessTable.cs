using System.Buffers;
using System.Globalization;
using System.Text;

namespace HtcFlow.Backends.Local.Native;

/// <summary>Reads /proc: who is in which session, and with which environment a process was started.</summary>
internal static class ProcessTable
{
    // Linux caps one string at 131,072 bytes and we send at most 100,000 characters; the rest is what a shell brings along.
    private const int MaxEnvironmentBytes = 1 << 20;

    /// <summary>Lists every process of this machine (or container).</summary>
    internal static IEnumerable<int> Pids()
    {
        foreach (string path in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
            {
                yield return pid;
            }
        }
    }

    /// <summary>Session of a process; 0 when it has ended, zombies included.</summary>
    internal static int SessionOf(int pid)
    {
        Span<byte> buffer = stackalloc byte[1024];
        int length = Read($"/proc/{pid}/stat", buffer);
        ReadOnlySpan<byte> stat = buffer[..Math.Max(length, 0)];
        // The name, in parentheses, may itself hold parentheses and spaces; after its end come state, parent, group, session.
        stat = stat[(stat.LastIndexOf((byte)')') + 1)..];
        Span<Range> fields = stackalloc Range[6];
        Span<char> text = stackalloc char[stat.Length];
        int characters = Encoding.ASCII.GetChars(stat, text);
        ReadOnlySpan<char> line = text[..characters];
        int count = line.Split(fields, ' ', StringSplitOptions.RemoveEmptyEntries);
        return count >= 4
            && line[fields[0]] is not ("Z" or "X")
            && int.TryParse(line[fields[3]], NumberStyles.None, CultureInfo.InvariantCulture, out int session)
            ? session
            : 0;
    }

    /// <summary>Whether a process was started with all of these <c>NAME=value</c> entries; false when it may not be read.</summary>
    internal static bool HasEnvironment(int pid, params ReadOnlySpan<byte[]> entries)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(MaxEnvironmentBytes);
        try
        {
            int length = Read($"/proc/{pid}/environ", buffer);
            ReadOnlySpan<byte> environment = buffer.AsSpan(0, Math.Max(length, 0));
            foreach (byte[] entry in entries)
            {
                if (!Contains(environment, entry))
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool Contains(ReadOnlySpan<byte> environment, ReadOnlySpan<byte> entry)
    {
        while (environment.Length > 0)
        {
            int end = environment.IndexOf((byte)0);
            ReadOnlySpan<byte> first = end < 0 ? environment : environment[..end];
            if (first.SequenceEqual(entry))
            {
                return true;
            }

            environment = end < 0 ? [] : environment[(end + 1)..];
        }

        return false;
    }

    private static int Read(string path, Span<byte> buffer)
    {
        int descriptor = Descriptor.Open(path, LibC.ReadOnly);
        if (descriptor < 0)
        {
            return -1;
        }

        int length = Descriptor.ReadFully(descriptor, buffer);
        _ = LibC.Close(descriptor);
        return length;
    }
}
