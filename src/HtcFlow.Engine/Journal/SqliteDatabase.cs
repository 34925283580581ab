using System.Runtime.InteropServices;
using HtcFlow.Core.Ports;

namespace HtcFlow.Engine.Journal;

/// <summary>One open SQLite database; turns its error codes into faults.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    // Primary result codes, https://www.sqlite.org/rescode.html
    private const int CodeMask = 0xFF;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    private readonly string _path;

    // 0 when it was closed; closing nothing is allowed.
    private nint _handle;
    private readonly List<SqliteStatement> _kept = [];

    public SqliteDatabase(string path)
    {
        _path = path;
        MakeForOwner(path);
        int code = SqliteLibrary.Open(
            path, out _handle, SqliteLibrary.ReadWrite | SqliteLibrary.Create | SqliteLibrary.NoMutex, 0);
        if (code != SqliteLibrary.Ok)
        {
            FaultException fault = FaultOf(code, "open the journal");
            _ = SqliteLibrary.Close(_handle);
            throw fault;
        }

        // Readers and posters of requests hold the lock for microseconds.
        _ = SqliteLibrary.BusyTimeout(_handle, 10_000);
    }

    /// <summary>Prepares a statement that is used until the database is closed, which disposes of it.</summary>
    public SqliteStatement PrepareForGood(string sql)
    {
        SqliteStatement statement = Prepare(sql);
        _kept.Add(statement);
        return statement;
    }

    /// <summary>Prepares a statement that is used many times.</summary>
    public SqliteStatement Prepare(string sql)
    {
        int code = SqliteLibrary.Prepare(_handle, sql, -1, out nint statement, 0);
        return code == SqliteLibrary.Ok ? new SqliteStatement(this, statement) : throw FaultOf(code, "prepare a statement on the journal");
    }

    /// <summary>Runs a statement to its end.</summary>
    public void Execute(string sql)
    {
        using SqliteStatement statement = Prepare(sql);
        while (statement.Step())
        {
            // PRAGMAs answer with rows that nobody needs.
        }
    }

    /// <summary>Runs a query that gives one number.</summary>
    public long Number(string sql)
    {
        using SqliteStatement statement = Prepare(sql);
        return statement.Step() ? statement.Number(0) : 0;
    }

    public FaultException FaultOf(int code, string operation)
    {
        string message = Marshal.PtrToStringUTF8(SqliteLibrary.ErrorMessage(_handle)) ?? $"SQLite error {code}";
        return (code & CodeMask) switch
        {
            Busy or Locked => new FaultException(FaultKind.Transient, operation, _path, message),
            ReadOnly or CannotOpen => new FaultException(
                FaultKind.Denied, operation, _path, message + "; check that the directory exists and can be written"),
            Full => new FaultException(FaultKind.Broken, operation, _path, "the disk is full; free some space and resume"),
            Corrupt or NotADatabase => new FaultException(
                FaultKind.Damaged, operation, _path, message + "; the file is damaged"),
            _ => new FaultException(FaultKind.Broken, operation, _path, message),
        };
    }

    public void Dispose()
    {
        // A statement that is left would keep the file open, and with it the locks of a journal that nobody could open.
        _kept.ForEach(statement => statement.Dispose());
        _kept.Clear();
        _ = SqliteLibrary.Close(_handle);
        _handle = 0;
    }

    // A campaign may name secrets in its environment. SQLite gives its companion files the permissions of this one. Only a file
    // that nobody has open is touched: closing a second descriptor would drop this process's locks on it (fcntl(2)).
    private static void MakeForOwner(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                using var file = new FileStream(path, new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                });
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process was faster, or SQLite says in a moment why there can be no file.
        }
    }
}
