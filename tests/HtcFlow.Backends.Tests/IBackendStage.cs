using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Tests;

/// <summary>A backend on trial, with what the suite needs to steer its elements.</summary>
public interface IBackendStage : IAsyncDisposable
{
    /// <summary>The backend; it has 2 slots, and a file or rule that reads <c>TEST_DO</c> from the ask.</summary>
    IBackend Backend { get; }

    /// <summary>Processes started, or requests sent, so far.</summary>
    long Effort { get; }

    /// <summary>Prepares an ask for this backend: adds the variables that its elements need.</summary>
    ArrayAsk Prepare(ArrayAsk ask);

    /// <summary>Lets every held element end with 0.</summary>
    Task ReleaseAsync();
}
