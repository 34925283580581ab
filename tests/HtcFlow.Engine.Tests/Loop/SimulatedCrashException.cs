namespace HtcFlow.Engine.Tests.Loop;

/// <summary>The engine's process dies here.</summary>
internal sealed class SimulatedCrashException() : Exception("the engine was killed");
