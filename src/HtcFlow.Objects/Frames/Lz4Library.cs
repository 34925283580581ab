using System.Reflection;
using System.Runtime.InteropServices;
using HtcFlow.Core.Ports;

namespace HtcFlow.Objects.Frames;

/// <summary>Finds liblz4 and explains its errors.</summary>
internal static class Lz4Library
{
    /// <summary>The package's name first; the bare name is there only where development files are.</summary>
    private static readonly string[] s_names = ["liblz4.so.1", "liblz4.so"];

    static Lz4Library() => NativeLibrary.SetDllImportResolver(typeof(Lz4Library).Assembly, Resolve);

    /// <summary>Makes sure that the library is looked for under its real names; nothing happens where it is linked in.</summary>
    public static void Prepare()
    {
    }

    /// <summary>Throws when liblz4 reports an error.</summary>
    /// <exception cref="FaultException">Broken: liblz4 refused the data.</exception>
    public static nuint Check(nuint code, string operation, string subject) => Lz4Native.IsError(code) == 0
        ? code
        : throw new FaultException(FaultKind.Broken, operation, subject, $"the LZ4 frame is damaged ({NameOf(code)})");

    /// <summary>liblz4's name for an error.</summary>
    public static string NameOf(nuint code) => Marshal.PtrToStringUTF8(Lz4Native.ErrorName(code)) ?? "unknown error";

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? path)
    {
        if (library != Lz4Native.Library)
        {
            return 0;
        }

        foreach (string name in s_names)
        {
            if (NativeLibrary.TryLoad(name, out nint handle))
            {
                return handle;
            }
        }

        throw new FaultException(
            FaultKind.Broken, "load library", s_names[0], "the LZ4 library is not installed; run `apt-get install liblz4-1`");
    }
}
