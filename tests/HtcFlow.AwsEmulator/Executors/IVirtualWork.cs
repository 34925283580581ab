namespace HtcFlow.AwsEmulator.Executors;

/// <summary>Decides what virtual elements do; called under the emulator's lock, so it must be quick and may not call the emulator.</summary>
public interface IVirtualWork
{
    /// <summary>Says how long an element that begins to run will run, and how it will end.</summary>
    VirtualPlan Begin(in ElementStart element);

    /// <summary>Says how an element ends that gets SIGTERM, counted from the signal; null where it goes on until SIGKILL.</summary>
    VirtualPlan? Terminate(in ElementStart element);

    /// <summary>Tells that an element is over; here it writes its ledger key if it has one.</summary>
    void End(in ElementStart element, in ElementEnd end);
}
