using System.Collections.Concurrent;
using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;

namespace HtcFlow.Runner.Tests.Ship;

/// <summary>Writes to a handful of files in every way there is, and keeps the hash of each state in which a file was closed.</summary>
internal sealed class RestlessWriter
{
    private const int Files = 6;
    private const int MaxBytes = 200_000;

    private readonly string _directory;
    private readonly string _prefix;
    private readonly Random _dice;
    private readonly ConcurrentDictionary<string, bool> _states;

    /// <summary>Creates a writer.</summary>
    /// <param name="directory">Where to write.</param>
    /// <param name="number">Tells its files from those of others, and seeds its dice.</param>
    /// <param name="states">Receives <c>name hash</c> before the file is closed.</param>
    public RestlessWriter(string directory, int number, ConcurrentDictionary<string, bool> states)
    {
        _directory = directory;
        _prefix = $"w{number}-";
        _dice = new Random(number);
        _states = states;
    }

    /// <summary>Does one thing to one file.</summary>
    public void Write()
    {
        string name = _prefix + _dice.Next(Files) + ".dat";
        string path = Path.Combine(_directory, name);
        switch (_dice.Next(6))
        {
            case 0:
                Change(name, FileMode.Create, file => Fill(file, _dice.Next(MaxBytes)));
                break;
            case 1:
                Change(name, FileMode.OpenOrCreate, file =>
                {
                    file.Position = _dice.Next((int)file.Length + 1);
                    Fill(file, _dice.Next(1000));
                });
                break;
            case 2:
                Change(name, FileMode.OpenOrCreate, file =>
                {
                    file.Position = file.Length;
                    Fill(file, _dice.Next(1000));
                });
                break;
            case 3:
                Change(name, FileMode.OpenOrCreate, file => file.SetLength(_dice.Next((int)file.Length + 1)));
                break;
            case 4:
                Change(name, FileMode.OpenOrCreate, Map);
                break;
            default:
                // A rename: the states of the one name become possible for the other first.
                string temporary = _prefix + "tmp";
                Change(temporary, FileMode.Create, file => Fill(file, _dice.Next(MaxBytes)), name);
                File.Move(Path.Combine(_directory, temporary), path, overwrite: true);
                break;
        }
    }

    private void Change(string name, FileMode mode, Action<FileStream> change, string? later = null)
    {
        using var file = new FileStream(Path.Combine(_directory, name), mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        change(file);
        file.Flush();
        file.Position = 0;
        _states[$"{later ?? name} {Convert.ToHexStringLower(SHA256.HashData(file))}"] = true;
    }

    private void Map(FileStream file)
    {
        if (file.Length == 0)
        {
            return;
        }

        using MemoryMappedFile map = MemoryMappedFile.CreateFromFile(
            file, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        using MemoryMappedViewAccessor view = map.CreateViewAccessor();
        for (int i = 0; i < 20; i++)
        {
            view.Write(_dice.NextInt64(file.Length), (byte)_dice.Next(256));
        }

        view.Flush();
    }

    /// <summary>Writes in pieces, so that a reader in between sees a part.</summary>
    private void Fill(FileStream file, int bytes)
    {
        byte[] piece = new byte[4096];
        for (int left = bytes; left > 0; left -= piece.Length)
        {
            _dice.NextBytes(piece);
            file.Write(piece.AsSpan(0, Math.Min(left, piece.Length)));
            file.Flush();
        }
    }
}
