using System.Text;

namespace HtcFlow.Engine.Journal;

/// <summary>A prepared statement.</summary>
internal sealed class SqliteStatement(SqliteDatabase database, nint handle) : IDisposable
{
    /// <summary>Goes to the next row; false at the end, after which the statement can be bound again.</summary>
    public bool Step()
    {
        int code = SqliteLibrary.Step(handle);
        if (code == SqliteLibrary.Row)
        {
            return true;
        }

        int reset = SqliteLibrary.Reset(handle);
        return code == SqliteLibrary.Done ? false : throw database.FaultOf(reset, "use the journal");
    }

    public SqliteStatement Bind(int position, long value)
    {
        _ = SqliteLibrary.BindNumber(handle, position, value);
        return this;
    }

    public SqliteStatement Bind(int position, ReadOnlySpan<byte> value)
    {
        _ = SqliteLibrary.BindBytes(handle, position, value, value.Length, SqliteLibrary.Transient);
        return this;
    }

    public SqliteStatement Bind(int position, string value)
    {
        _ = SqliteLibrary.BindText(handle, position, value, -1, SqliteLibrary.Transient);
        return this;
    }

    public long Number(int column) => SqliteLibrary.ColumnNumber(handle, column);

    /// <summary>Bytes of a column; valid until the next step.</summary>
    public unsafe ReadOnlySpan<byte> Bytes(int column)
    {
        nint start = SqliteLibrary.ColumnBytes(handle, column);
        return new ReadOnlySpan<byte>((void*)start, SqliteLibrary.ColumnLength(handle, column));
    }

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public void Dispose() => _ = SqliteLibrary.Finalize(handle);
}
