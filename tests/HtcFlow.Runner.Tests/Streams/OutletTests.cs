using System.IO.Pipes;
using HtcFlow.Runner.Streams;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Streams;

public sealed class OutletTests
{
    [Fact]
    public void Write_NobodyReads_IsGivenUpAndToldOnceReadingGoesOn()
    {
        using var server = new AnonymousPipeServerStream(PipeDirection.In);
        using Microsoft.Win32.SafeHandles.SafePipeHandle client = server.ClientSafePipeHandle;
        var outlet = new Outlet((int)client.DangerousGetHandle(), TimeSpan.FromMilliseconds(1));
        byte[] printed = new byte[1 << 20];
        Array.Fill(printed, (byte)'x');

        outlet.Write(printed);
        byte[] room = new byte[printed.Length];
        int inThePipe = server.Read(room);
        outlet.Write("goes on"u8);
        int next = server.Read(room);

        string text = System.Text.Encoding.ASCII.GetString(room, 0, next);
        Assert.Equal($"\n[htcflow: {printed.Length - inThePipe} bytes are missing here: nothing read them]\ngoes on", text);
    }

    [Fact]
    public void Write_ReaderGone_IsIgnored()
    {
        var server = new AnonymousPipeServerStream(PipeDirection.In);
        using Microsoft.Win32.SafeHandles.SafePipeHandle client = server.ClientSafePipeHandle;
        var outlet = new Outlet((int)client.DangerousGetHandle(), TimeSpan.FromMilliseconds(1));
        server.SafePipeHandle.Dispose();

        outlet.WriteLine("nobody hears");
        outlet.WriteLine("nobody hears");
    }

    [Fact]
    public void WriteLine_RegularFile_IsAppendedWhereItStands()
    {
        using var root = new TempDirectory();
        using (FileStream file = File.Create(root.At("log")))
        {
            file.Write("one\n"u8);
            file.Flush();
            new Outlet((int)file.SafeFileHandle.DangerousGetHandle(), TimeSpan.Zero).WriteLine("two");
        }

        Assert.Equal("one\ntwo\n", File.ReadAllText(root.At("log")));
    }
}
