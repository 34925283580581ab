using System.Runtime.InteropServices;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Spawn;

namespace HtcFlow.Runner.Streams;

/// <summary>The two pipes that commands print into, and the thread that empties them: into capped files, and on to the runner's own streams.</summary>
/// <remarks>One pair of pipes serves all commands of the process, one after the other: once a command and everything that it left behind
/// is gone, what it printed lies in the pipe, so an empty pipe is its end.</remarks>
internal sealed unsafe class OutputStreams
{
    private const int BufferBytes = 64 * 1024; // a pipe's usual capacity

    private readonly Bell _drained = new();
    private readonly Lane[] _lanes;
    private bool _isStarted;
    private volatile bool _isBusy;
    private volatile bool _isAwaited;

    /// <summary>Makes the pipes.</summary>
    /// <param name="output">Keeps the output.</param>
    /// <param name="error">Keeps the error output.</param>
    /// <param name="outlets">The runner's own output and error output; empty to pass nothing on.</param>
    public OutputStreams(Capture output, Capture error, IReadOnlyList<Outlet> outlets)
    {
        _lanes = [new Lane(output, outlets.Count > 0 ? outlets[0] : null), new Lane(error, outlets.Count > 0 ? outlets[1] : null)];
    }

    /// <summary>Where a command's output goes.</summary>
    public int Output => _lanes[0].WriteEnd;

    /// <summary>Where a command's error output goes.</summary>
    public int Error => _lanes[1].WriteEnd;

    /// <summary>Begins a command's streams.</summary>
    /// <param name="directory">Directory below which the files are made.</param>
    public void Begin(string directory)
    {
        _lanes[0].Capture.Begin(directory + "/" + SpawnPlan.StandardOutput);
        _lanes[1].Capture.Begin(directory + "/" + SpawnPlan.StandardError);
        if (!_isStarted)
        {
            _isStarted = true;
            new Thread(Run, 256 * 1024) { IsBackground = true, Name = "streams" }.Start();
        }
    }

    /// <summary>Waits until everything printed is kept, and closes the files. The command must be gone.</summary>
    public void Finish()
    {
        _isAwaited = true;
        while (!IsEmpty())
        {
            _drained.Wait(s_look);
        }

        _isAwaited = false;
        foreach (Lane lane in _lanes)
        {
            lane.Capture.Finish();
        }
    }

    /// <summary>The bell rings when a pipe is empty; this is for a ring between question and wait.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    /// <summary>The order matters: the thread is busy before it reads, so an empty pipe and a thread that is not busy mean that all was kept.</summary>
    private bool IsEmpty() => _lanes[0].IsEmpty && _lanes[1].IsEmpty && !_isBusy;

    private void Run()
    {
        Span<byte> buffer = new((byte*)NativeMemory.Alloc(BufferBytes), BufferBytes); // lives as long as the process
        PollEntry* entries = stackalloc PollEntry[2];
        while (true)
        {
            for (int lane = 0; lane < 2; lane++)
            {
                entries[lane] = new PollEntry { Descriptor = _lanes[lane].ReadEnd, Wanted = EventCalls.Readable };
            }

            _ = EventCalls.Poll(entries, 2, -1);
            _isBusy = true;
            for (int lane = 0; lane < 2; lane++)
            {
                if (entries[lane].Seen != 0)
                {
                    _lanes[lane].Move(buffer);
                }
            }

            _isBusy = false;
            if (_isAwaited)
            {
                _drained.Ring();
            }
        }
    }

    private sealed class Lane
    {
        private readonly Outlet? _outlet;

        public Lane(Capture capture, Outlet? outlet)
        {
            Capture = capture;
            _outlet = outlet;
            int* ends = stackalloc int[2];
            if (EventCalls.MakePipe(ends, EventCalls.CloseOnExec) != 0)
            {
                throw new InvalidOperationException("A pipe cannot be made: " + Errno.Text(Errno.Last));
            }

            (ReadEnd, WriteEnd) = (ends[0], ends[1]);
        }

        public Capture Capture { get; }

        public int ReadEnd { get; }

        public int WriteEnd { get; }

        public bool IsEmpty
        {
            get
            {
                int bytes = 0;
                _ = EventCalls.Inquire(ReadEnd, EventCalls.BytesToRead, &bytes);
                return bytes == 0;
            }
        }

        /// <summary>Kept first, then shown: whoever is to see it may have stopped looking.</summary>
        public void Move(Span<byte> buffer)
        {
            nint count;
            fixed (byte* start = buffer)
            {
                count = FileCalls.Read(ReadEnd, start, buffer.Length);
            }

            if (count > 0)
            {
                Capture.Append(buffer[..(int)count]);
                _outlet?.Write(buffer[..(int)count]);
            }
        }
    }
}
