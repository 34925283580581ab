namespace HtcFlow.AwsEmulator.Executors;

/// <summary>Runs elements.</summary>
/// <remarks>Called under the emulator's lock. An executor that cannot plan an end reports it to <see cref="Element.Report"/>, from any thread.</remarks>
internal interface IExecutor : IAsyncDisposable
{
    /// <summary>Starts an element; gives its end where that is known.</summary>
    VirtualPlan? Begin(in Element element);

    /// <summary>Sends SIGTERM; gives the end where that is known.</summary>
    VirtualPlan? Terminate(in Element element);

    /// <summary>Sends SIGKILL to all processes; false where there is nothing left that would report its end.</summary>
    bool Kill(in Element element);

    /// <summary>Tells that an element is over.</summary>
    void End(in Element element, in ElementEnd end);
}
