using HtcFlow.Backends.Commands;
using HtcFlow.Backends.GridEngine.Replies;

namespace HtcFlow.Backends.GridEngine;

/// <summary>Reads what was added to the accounting file since the last look, without starting a process where the file is at hand.</summary>
/// <param name="commands">Where the file is.</param>
/// <param name="path">Its path.</param>
/// <param name="offset">Where to begin.</param>
internal sealed class AccountingTail(ICommands commands, string path, long offset)
{
    // Some 4,000 records; a line has about 240 bytes.
    private const int PieceBytes = 1 << 20;

    private long _offset = offset;

    /// <summary>Whether the file could be read at the last look.</summary>
    internal bool IsReadable { get; private set; }

    /// <summary>Length of the file now; 0 when it cannot be read.</summary>
    internal async Task<long> LengthAsync(CancellationToken cancellationToken) => Math.Max(0, await commands.LengthAsync(path, cancellationToken));

    /// <summary>Reads new records of the wanted jobs.</summary>
    internal async Task<IReadOnlyList<AccountingRecord>> ReadAsync(Func<string, string, bool> isWanted, CancellationToken cancellationToken)
    {
        var records = new List<AccountingRecord>();
        long length = await commands.LengthAsync(path, cancellationToken);
        IsReadable = length >= 0;
        if (length < _offset)
        {
            // Turned over by the administrator; what was added to the old file after the last look ends as "no record".
            _offset = 0;
        }

        while (_offset < length)
        {
            byte[] piece = await commands.ReadAsync(path, _offset, (int)Math.Min(PieceBytes, length - _offset), cancellationToken);
            IsReadable = piece.Length > 0;
            int whole = piece.AsSpan().LastIndexOf((byte)'\n') + 1;
            if (whole == 0)
            {
                break;
            }

            Parse(piece.AsSpan(0, whole), isWanted, records);
            _offset += whole;
        }

        return records;
    }

    private static void Parse(ReadOnlySpan<byte> lines, Func<string, string, bool> isWanted, List<AccountingRecord> records)
    {
        foreach (Range range in lines.Split((byte)'\n'))
        {
            if (AccountingRecord.Parse(lines[range], isWanted) is { } record)
            {
                records.Add(record);
            }
        }
    }
}
