using System.Text;
using HtcFlow.Runner.Watch;

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

    /// <summary>Removes what a command has left, so that another one finds what the first had found; what the runner keeps there stays.</summary>
    public void Empty() => ScratchRemoval.Empty(Directory, Encoding.UTF8.GetBytes(Scanner.Own));

    public void Dispose() => _desk.Clear(Directory);
}
