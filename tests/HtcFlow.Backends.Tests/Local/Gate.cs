using HtcFlow.Backends.Local.Native;
using HtcFlow.Backends.Local.Spooling;

namespace HtcFlow.Backends.Tests.Local;

/// <summary>Holds elements until it is opened: a lock that they all wait for.</summary>
internal sealed class Gate : IDisposable
{
    private int _descriptor;

    internal Gate(string path) => _descriptor = ElementLock.Take(path);

    internal void Open()
    {
        if (_descriptor >= 0)
        {
            _ = LibC.Close(_descriptor);
            _descriptor = -1;
        }
    }

    public void Dispose() => Open();
}
