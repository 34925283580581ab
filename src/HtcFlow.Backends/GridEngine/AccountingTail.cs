using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Backends.Commands;
using HtcFlow.Backends.GridEngine.Replies;

namespace HtcFlow.Backends.GridEngine;

/// <summary>Reads what was added to the accounting file since the last look, without starting a process where the file is at hand.</summary>
/// <param name="commands">Where the file is.</param>
/// <param name="path">Its path.</param>
/// <param name="user">Whose records are of interest: others may have jobs of the same name.</param>
/// <param name="lag">How long a record may be late.</param>
internal sealed class AccountingTail(ICommands commands, string path, string user, TimeSpan lag) : IEndings
{
    // Some 4,000 records; a line has about 240 bytes.
    private const int PieceBytes = 1 << 20;

    private long _offset;
    private bool _isReadable;

    /// <inheritdoc/>
    public TimeSpan Patience => _isReadable ? lag : TimeSpan.Zero;

    /// <inheritdoc/>
    public bool IsCheap => true;

    /// <inheritdoc/>
    public async Task<long> MarkAsync(CancellationToken cancellationToken) => Math.Max(0, await commands.LengthAsync(path, cancellationToken));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EndRecord>> ReadAsync(IReadOnlyDictionary<string, TrackedArray> arrays, CancellationToken cancellationToken)
    {
        var records = new List<EndRecord>();
        long length = await commands.LengthAsync(path, cancellationToken);
        _isReadable = length >= 0;
        if (length < _offset)
        {
            // Turned over by the administrator; what was added to the old file after the last look ends as "no record".
            _offset = 0;
        }

        while (_offset < length)
        {
            byte[] piece = await commands.ReadAsync(path, _offset, (int)Math.Min(PieceBytes, length - _offset), cancellationToken);
            _isReadable = piece.Length > 0;
            int whole = piece.AsSpan().LastIndexOf((byte)'\n') + 1;
            if (whole == 0)
            {
                break;
            }

            Parse(piece.AsSpan(0, whole), arrays.ContainsKey, records);
            _offset += whole;
        }

        return records;
    }

    /// <summary>Says where to begin.</summary>
    internal void Begin(long offset) => _offset = offset;

    private void Parse(ReadOnlySpan<byte> lines, Func<string, bool> isWanted, List<EndRecord> records)
    {
        foreach (Range range in lines.Split((byte)'\n'))
        {
            if (AccountingRecord.Parse(lines[range], isWanted) is { } record && record.Owner == user)
            {
                records.Add(record.End);
            }
        }
    }
}
