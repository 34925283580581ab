using System.IO.Pipes;
using System.Runtime.InteropServices;
using HtcFlow.Runner.Streams;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Streams;

public sealed class OutletTests
{
    private const int SizeOfTerminalChanged = 28; // SIGWINCH

    [Fact]
    public void Write_NobodyReads_IsGivenUpAndToldOnceReadingGoesOn()
    {
        using var server = new AnonymousPipeServerStream(PipeDirection.In);
        using Microsoft.Win32.SafeHandles.SafePipeHandle client = server.ClientSafePipeHandle;
        var outlet = new Outlet((int)client.DangerousGetHandle(), TimeSpan.FromMilliseconds(1), TimeProvider.System);
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
    public async Task Write_SignalsWhileItWaits_WaitsOn()
    {
        using PosixSignalRegistration handler = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, static _ => { });
        using var server = new AnonymousPipeServerStream(PipeDirection.In);
        using Microsoft.Win32.SafeHandles.SafePipeHandle client = server.ClientSafePipeHandle;
        var outlet = new Outlet((int)client.DangerousGetHandle(), TimeSpan.FromSeconds(60), TimeProvider.System);
        byte[] printed = new byte[1 << 20];
        var thread = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var writer = new Thread(() =>
        {
            thread.SetResult(OneThread.Own);
            outlet.Write(printed);
        });

        writer.Start();
        int id = await thread.Task;
        for (int i = 0; i < 20; i++)
        {
            OneThread.SignalAsleep(id, SizeOfTerminalChanged);
        }

        server.ReadExactly(new byte[printed.Length]);
        writer.Join();
    }

    [Fact]
    public void Write_ReaderGone_IsIgnored()
    {
        var server = new AnonymousPipeServerStream(PipeDirection.In);
        using Microsoft.Win32.SafeHandles.SafePipeHandle client = server.ClientSafePipeHandle;
        var outlet = new Outlet((int)client.DangerousGetHandle(), TimeSpan.FromMilliseconds(1), TimeProvider.System);
        server.SafePipeHandle.Dispose();

        outlet.WriteLine("nobody hears");
        outlet.WriteLine("nobody hears");
    }

    [Fact]
    public void WriteLine_RegularFile_IsAppendedWhereItStands()
    {
        using var root = new TempDirectory();
        using (FileStream file = new FileStream(root.At("log"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Write("one\n"u8);
            file.Flush();
            new Outlet((int)file.SafeFileHandle.DangerousGetHandle(), TimeSpan.Zero, TimeProvider.System).WriteLine("two");
        }

        Assert.Equal("one\ntwo\n", File.ReadAllText(root.At("log")));
    }
}
