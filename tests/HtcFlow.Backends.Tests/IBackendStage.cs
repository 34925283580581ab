using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Tests;

/// <summary>A backend on trial, with what the suite needs to steer its elements.</summary>
public interface IBackendStage : IAsyncDisposable
{
    /// <summary>The backend; it has 2 slots, and a file or rule that reads <c>TEST_DO</c> from the ask.</summary>
    IBackend Backend { get; }

    /// <summary>Processes started, or requests sent, so far.</summary>
    long Effort { get; }

    /// <summary>Elements started so far, each as often as it was.</summary>
    int Started { get; }

    /// <summary>A host of the backend; empty where there are none that could be avoided.</summary>
    string Host => "";

    /// <summary>Whether there are other hosts than <see cref="Host"/>.</summary>
    bool HasOtherHosts => false;

    /// <summary>Prepares an ask for this backend: adds the variables that its elements need.</summary>
    ArrayAsk Prepare(ArrayAsk ask);

    /// <summary>Lets every held element end with 0.</summary>
    Task ReleaseAsync();

    /// <summary>From now on submissions do their work and their replies get lost; or no longer.</summary>
    void LoseReplies(bool areLost) => throw new NotSupportedException();

    /// <summary>Takes the service away, or brings it back; elements go on meanwhile.</summary>
    Task SetOutageAsync(bool isOut) => throw new NotSupportedException();
}
