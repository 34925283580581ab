using System.Text;
using HtcFlow.Core.Ports;

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

        if (code == SqliteLibrary.Done)
        {
            _ = SqliteLibrary.Reset(handle);
            return false;
        }

        // The message belongs to the latest call, so the fault is made before the reset.
        FaultException fault = database.FaultOf(code, "use the journal");
        _ = SqliteLibrary.Reset(handle);
        throw fault;
    }

    public SqliteStatement Bind(int position, long value)
    {
        Check(SqliteLibrary.BindNumber(handle, position, value));
        return this;
    }

    public SqliteStatement Bind(int position, ReadOnlySpan<byte> value)
    {
        Check(SqliteLibrary.BindBytes(handle, position, value, value.Length, SqliteLibrary.Transient));
        return this;
    }

    public SqliteStatement Bind(int position, string value)
    {
        Check(SqliteLibrary.BindText(handle, position, value, -1, SqliteLibrary.Transient));
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

    // A value that was not bound would write the one of the entry before.
    private void Check(int code)
    {
        if (code != SqliteLibrary.Ok)
        {
            throw database.FaultOf(code, "write into the journal");
        }
    }
}
