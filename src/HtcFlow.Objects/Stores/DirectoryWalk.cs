using System.Buffers;
using System.Text;
using System.Text.Unicode;
using HtcFlow.Core.Ports;
using HtcFlow.Objects.Posix;

namespace HtcFlow.Objects.Stores;

/// <summary>Walks the files below a directory in the byte order of their whole keys.</summary>
/// <remarks>
/// Everything is compared as bytes. A directory <c>a</c> stands among its siblings as <c>a/</c>, because that is how its
/// files' keys go on; so <c>a.txt</c> comes before <c>a/b</c> and <c>a0</c> after it. Held in memory: the entries of the
/// directories on the current path, one open file each. What vanishes meanwhile is left out.
/// </remarks>
internal sealed class DirectoryWalk : IAsyncEnumerator<ObjectInfo>
{
    /// <summary>Links to directories on one path that are followed; more of them are taken for a loop.</summary>
    private const int MaxLinks = 8;

    private readonly Stack<DirectoryEntries> _open = new();
    private readonly CancellationToken _cancellationToken;
    private readonly string _root;
    private readonly byte[] _prefix;
    private readonly byte[] _after;
    private readonly bool _withSizes;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(DirectoryEntries.BufferBytes);
    private byte[] _path = new byte[2048];
    private bool _begun;

    public DirectoryWalk(string root, string prefix, string after, bool withSizes, CancellationToken cancellationToken)
    {
        _root = root;
        _prefix = Encoding.UTF8.GetBytes(prefix);
        _after = Encoding.UTF8.GetBytes(after);
        _withSizes = withSizes;
        _cancellationToken = cancellationToken;
    }

    public ObjectInfo Current { get; private set; }

    public ValueTask<bool> MoveNextAsync()
    {
        if (!_begun)
        {
            _begun = true;
            Begin();
        }

        return new ValueTask<bool>(MoveNext());
    }

    public ValueTask DisposeAsync()
    {
        while (_open.TryPop(out DirectoryEntries? entries))
        {
            entries.Dispose();
        }

        if (_path.Length > 0)
        {
            _path = [];
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Opens the deepest directory that the prefix names whole.</summary>
    private void Begin()
    {
        int length = _prefix.AsSpan().LastIndexOf((byte)'/') + 1;
        ReadOnlySpan<byte> directory = _prefix.AsSpan(0, length);
        if (_after.AsSpan().SequenceCompareTo(directory) > 0 && !_after.AsSpan().StartsWith(directory))
        {
            return;
        }

        directory.CopyTo(_path);
        byte[] name = Encoding.UTF8.GetBytes(_root + "/" + Encoding.UTF8.GetString(directory) + ".\0");
        Push(DirectoryEntries.Open(Libc.CurrentDirectory, name, _root), length, links: 0, checkPrefix: true);
    }

    private bool MoveNext()
    {
        while (_open.TryPeek(out DirectoryEntries? entries))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (!entries.MoveNext())
            {
                _open.Pop().Dispose();
                continue;
            }

            int length = Append(entries.PathLength, entries.Name);
            if (entries.IsDirectory)
            {
                int links = entries.Links + (entries.IsLink ? 1 : 0);
                if (links > MaxLinks)
                {
                    throw PosixFault.Of(Errno.Loop, "list objects", _root);
                }

                Push(entries.OpenCurrent(), length, links, checkPrefix: false);
            }
            else
            {
                FileStatus status = default;
                if (_withSizes && !entries.TryStatusOfCurrent(out status))
                {
                    continue;
                }

                Current = new ObjectInfo(Encoding.UTF8.GetString(_path, 0, length), status.Bytes) { StoredAt = _withSizes ? status.WrittenAt : default };
                return true;
            }
        }

        return false;
    }

    private void Push(DirectoryEntries? entries, int pathLength, int links, bool checkPrefix)
    {
        if (entries is null)
        {
            return;
        }

        entries.PathLength = pathLength;
        entries.Links = links;
        _open.Push(entries);
        bool checkAfter = _after.AsSpan().StartsWith(_path.AsSpan(0, pathLength));
        entries.Read(_buffer, name => Admits(pathLength, name, checkPrefix, checkAfter));
    }

    /// <summary>Says whether a name (a directory's with its slash) can hold keys that are asked for.</summary>
    private bool Admits(int pathLength, ReadOnlySpan<byte> name, bool checkPrefix, bool checkAfter)
    {
        if (!Utf8.IsValid(name))
        {
            // No key spells this name, so nobody can have put it here.
            return false;
        }

        if (!checkPrefix && !checkAfter)
        {
            return true;
        }

        ReadOnlySpan<byte> key = _path.AsSpan(0, Append(pathLength, name));
        return (!checkPrefix || key.StartsWith(_prefix))
            && (!checkAfter || key.SequenceCompareTo(_after) > 0 || (key[^1] == '/' && _after.AsSpan().StartsWith(key)));
    }

    private int Append(int pathLength, ReadOnlySpan<byte> name)
    {
        int length = pathLength + name.Length;
        if (length > _path.Length)
        {
            Array.Resize(ref _path, length * 2);
        }

        name.CopyTo(_path.AsSpan(pathLength));
        return length;
    }
}
