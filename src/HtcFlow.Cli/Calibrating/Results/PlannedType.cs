namespace HtcFlow.Cli.Calibrating.Results;

/// <summary>A type in <c>calibrate --dry-run --json</c>.</summary>
internal sealed record PlannedType(string Type, int Vcpus, long MemoryMebibytes, int TasksAMachine, double DollarsPerHour, IReadOnlyList<string> Zones, string Queue);
