namespace HtcFlow.Runner.Tests.Runs;

/// <summary>Waits for what another process does, by the file system's own news instead of sleeping.</summary>
internal static class Wait
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    public static void ForFile(string path)
    {
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!);
        using var seen = new ManualResetEventSlim();
        watcher.Created += (_, _) => seen.Set();
        watcher.Renamed += (_, _) => seen.Set();
        watcher.EnableRaisingEvents = true;
        while (!File.Exists(path))
        {
            Assert.True(seen.Wait(s_longest, TestContext.Current.CancellationToken), $"'{path}' did not appear");
            seen.Reset();
        }
    }
}
