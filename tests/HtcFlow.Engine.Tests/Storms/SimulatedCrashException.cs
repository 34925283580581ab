namespace HtcFlow.Engine.Tests.Storms;

/// <summary>The engine's process dies here.</summary>
internal sealed class SimulatedCrashException() : Exception("the engine was killed");
