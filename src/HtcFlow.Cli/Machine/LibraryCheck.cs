using System.Runtime.InteropServices;

namespace HtcFlow.Cli.Machine;

/// <summary>Looks for libraries.</summary>
internal static class LibraryCheck
{
    /// <summary>Compression of everything in the store.</summary>
    public static Finding Lz4() => Of("liblz4", "liblz4.so.1", "apt-get install liblz4-1");

    /// <summary>The journal; a copy comes with htcflow.</summary>
    public static Finding Sqlite()
    {
        Finding system = Of("sqlite", "libsqlite3.so.0", "apt-get install libsqlite3-0");
        bool isBundled = File.Exists(Path.Combine(AppContext.BaseDirectory, "libe_sqlite3.so"));
        return system.State != Finding.Ok && isBundled ? new Finding("sqlite", Finding.Ok, "bundled with htcflow", "") : system;
    }

    private static Finding Of(string name, string file, string remedy)
    {
        bool isThere = NativeLibrary.TryLoad(file, out nint handle);
        if (isThere)
        {
            NativeLibrary.Free(handle);
        }

        return Finding.If(isThere, name, isThere ? file : $"{file} cannot be loaded", Finding.Missing, remedy);
    }
}
