using System.Buffers.Binary;

namespace HtcFlow.Engine.Journal;

/// <summary>The first 100 bytes of a SQLite file, which are the same in every journal but for some counts (https://www.sqlite.org/fileformat.html).</summary>
internal static class SqliteHeader
{
    private const int HeaderBytes = 100;
    private const int PageBytes = 4096;
    private const byte WriteAheadLog = 2;

    /// <summary>Writes the header of a journal over whatever stands there; what the counts were is worked out from the file.</summary>
    public static void Mend(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        Span<byte> header = stackalloc byte[HeaderBytes];
        "SQLite format 3\0"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt16BigEndian(header[16..], PageBytes);
        header[18] = WriteAheadLog;
        header[19] = WriteAheadLog;

        // Fractions of a page that a cell may take: fixed by the format.
        header[21] = 64;
        header[22] = 32;
        header[23] = 32;

        // Size in pages, which is believed when the two change counters (24 and 92) agree. No free pages: nobody writes into this file.
        BinaryPrimitives.WriteUInt32BigEndian(header[28..], (uint)(file.Length / PageBytes));
        BinaryPrimitives.WriteUInt32BigEndian(header[40..], 1);
        BinaryPrimitives.WriteUInt32BigEndian(header[44..], 4);
        BinaryPrimitives.WriteUInt32BigEndian(header[56..], 1);
        BinaryPrimitives.WriteUInt32BigEndian(header[60..], SqliteJournal.FormatVersion);
        file.Write(header);
    }
}
