namespace HtcFlow.Runner.Stage;

/// <summary>The private working directory of one attempt; gone when disposed, whatever lies in it.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly ScratchDesk _desk;

    internal Scratch(ScratchDesk desk, string directory)
    {
        _desk = desk;
        Directory = directory;
    }

    /// <summary>Absolute path.</summary>
    public string Directory { get; }

    public void Dispose() => _desk.Clear(Directory);
}
