namespace HtcFlow.AwsEmulator.Clock;

/// <summary>What is to happen at a moment.</summary>
internal readonly record struct AgendaEntry(IAgendaTarget Target, int What, int First, int Second);
