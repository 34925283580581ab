using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HtcFlow.Runner.Cpu;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Guard;

/// <summary>Measures how fast this thread can read memory that lies in no cache.</summary>
/// <remarks>Reads only, because writes would double the load on a neighbour. The memory is there only while the probe runs, so that the
/// runner stays small. Time is that of the thread's processor, so that waiting for a processor is not taken for slow memory.</remarks>
internal sealed unsafe class BandwidthProbe
{
    private const int Passes = 4;
    private const int Hops = 1_000;
    private const long Page = 4096;
    private const int MaskWords = 128; // 8,192 processors

    // Twice the cache, or little of it is read from memory: 16 MiB within a cache showed 2 to 5 times the bandwidth (measured).
    private const int Caches = 2;
    private const long Fallback = 64L << 20;

    // A virtual machine may be told of a cache that it shares with dozens of others; getting 256 MiB there took 0.5 s (measured).
    private const long Most = 128L << 20;
    private const int LimitShare = 8;

    // 4 MiB and a page and a line: beyond what prefetchers follow, and a different set of each cache at every hop.
    private const long HopBytes = (4L << 20) + Page + 64;

    private readonly long _bytes;

    /// <summary>Creates a probe.</summary>
    /// <param name="cacheBytes">Size of the largest cache; 0 when it is not known.</param>
    /// <param name="memoryLimitBytes">Memory limit of the container; 0 without one.</param>
    public BandwidthProbe(long cacheBytes, long memoryLimitBytes)
    {
        long wanted = cacheBytes > 0 ? Math.Clamp(Caches * cacheBytes, Fallback, Most) : Fallback;
        _bytes = (memoryLimitBytes > 0 ? Math.Min(wanted, memoryLimitBytes / LimitShare) : wanted) / Page * Page;
    }

    /// <summary>A probe for this machine.</summary>
    public static BandwidthProbe ForMachine(long memoryLimitBytes) => new(LastLevelCache.Bytes(), memoryLimitBytes);

    /// <summary>Bytes that it reads in one pass.</summary>
    public long Bytes => _bytes;

    /// <summary>Measures; null when there is not the memory for it.</summary>
    public BandwidthSample? Measure()
    {
        long begin = Now();
        nint memory = _bytes < Page
            ? -1
            : MemoryCalls.Map(0, (nuint)_bytes, MemoryCalls.Readable | MemoryCalls.Writable, MemoryCalls.Private | MemoryCalls.Anonymous, -1, 0);
        if (memory == -1)
        {
            return null;
        }

        ulong* before = stackalloc ulong[MaskWords];
        bool isPinned = Pin(before);
        try
        {
            Fill(memory);
            Chain((byte*)memory);
            long best = long.MaxValue;
            for (int pass = 0; pass < Passes; pass++)
            {
                long start = Now();
                s_sink = Read((byte*)memory, _bytes);
                best = Math.Min(best, Math.Max(1, Now() - start));
            }

            double hop = Chase((byte*)memory);
            _ = MemoryCalls.Unmap(memory, (nuint)_bytes); // giving it back costs as well
            return new BandwidthSample(_bytes * 1e9 / best, hop, TimeSpan.FromMicroseconds((Now() - begin) / 1000));
        }
        finally
        {
            if (isPinned)
            {
                _ = MemoryCalls.SetAffinity(0, MaskWords * sizeof(ulong), before);
            }
        }
    }

    // Keeps the loads from being optimised away.
    private static ulong s_sink;

    /// <summary>A probe that is moved between processors in the middle of a pass measures the move.</summary>
    private static bool Pin(ulong* before)
    {
        int processor = MemoryCalls.Processor();
        ulong* one = stackalloc ulong[MaskWords];
        if (processor < 0 || processor >= MaskWords * 64 || MemoryCalls.GetAffinity(0, MaskWords * sizeof(ulong), before) < 0)
        {
            return false;
        }

        new Span<ulong>(one, MaskWords).Clear();
        one[processor / 64] = 1UL << (processor % 64);
        return MemoryCalls.SetAffinity(0, MaskWords * sizeof(ulong), one) == 0;
    }

    private void Fill(nint memory)
    {
        _ = MemoryCalls.Advise(memory, (nuint)_bytes, MemoryCalls.AdviseHugePages);
        if (MemoryCalls.Advise(memory, (nuint)_bytes, MemoryCalls.AdvisePopulateWrite) != 0)
        {
            // Kernels before 5.14: a page that is only read is the one zero page, which lies in the first cache.
            for (long at = 0; at < _bytes; at += Page)
            {
                *(long*)(memory + at) = at;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Read(byte* memory, long bytes)
    {
        Vector128<ulong> a = default, b = default, c = default, d = default;
        for (byte* end = memory + bytes; memory < end; memory += 128)
        {
            a |= Vector128.Load((ulong*)memory);
            b |= Vector128.Load((ulong*)(memory + 16));
            c |= Vector128.Load((ulong*)(memory + 32));
            d |= Vector128.Load((ulong*)(memory + 48));
            a |= Vector128.Load((ulong*)(memory + 64));
            b |= Vector128.Load((ulong*)(memory + 80));
            c |= Vector128.Load((ulong*)(memory + 96));
            d |= Vector128.Load((ulong*)(memory + 112));
        }

        return Vector128.Sum((a | b) | (c | d));
    }

    /// <summary>Lays a chain through the memory, in which each place holds the next one; the passes that follow throw it out of the caches.</summary>
    private void Chain(byte* memory)
    {
        long lines = _bytes / 64;
        long step = (HopBytes / 64) % lines;
        long at = 0;
        for (int hop = 0; hop < Hops; hop++)
        {
            long next = (at + step) % lines;
            *(long*)(memory + (at * 64)) = next;
            at = next;
        }
    }

    /// <summary>Follows the chain: each load has to wait for the one before.</summary>
    private static double Chase(byte* memory)
    {
        long start = Now();
        long at = 0;
        for (int hop = 0; hop < Hops; hop++)
        {
            at = *(long*)(memory + (at * 64));
        }

        long end = Now();
        s_sink = (ulong)at;
        return (double)(end - start) / Hops;
    }

    private static long Now()
    {
        long* time = stackalloc long[2];
        _ = MemoryCalls.Clock(MemoryCalls.ThreadClock, time);
        return (time[0] * 1_000_000_000) + time[1];
    }
}
