using Microsoft.Extensions.Logging;

namespace HtcFlow.Engine.Telemetry;

/// <summary>What the engine tells its log. Event ids 100 .. 199.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(100, LogLevel.Information, "engine {Version} took over {Campaign} at fact {Sequence}, {Open} arrays open")]
    public static partial void TookOver(ILogger log, string version, string campaign, long sequence, int open);

    [LoggerMessage(101, LogLevel.Information, "planned {Arrays} arrays with {Tasks} tasks")]
    public static partial void Planned(ILogger log, int arrays, long tasks);

    [LoggerMessage(102, LogLevel.Information, "array {Array} submitted as {BackendId}")]
    public static partial void Submitted(ILogger log, int array, string backendId);

    [LoggerMessage(103, LogLevel.Warning, "array {Array} refused: {Reason}")]
    public static partial void Refused(ILogger log, int array, string reason);

    [LoggerMessage(104, LogLevel.Information, "array {Array}: {Succeeded} succeeded, {Retried} to be retried, {Failed} failed")]
    public static partial void Ended(ILogger log, int array, int succeeded, int retried, int failed);

    [LoggerMessage(105, LogLevel.Warning, "{Call} failed ({Kind}), next try in {Seconds:0.0} s: {Reason}")]
    public static partial void CallFailed(ILogger log, string call, string kind, double seconds, string reason);

    [LoggerMessage(106, LogLevel.Information, "request {Kind} {Stage} {Tasks}")]
    public static partial void Requested(ILogger log, string kind, string stage, string tasks);

    [LoggerMessage(107, LogLevel.Warning, "request {Kind} ignored: {Reason}")]
    public static partial void RequestIgnored(ILogger log, string kind, string reason);

    [LoggerMessage(108, LogLevel.Information, "campaign {Campaign} ended: {Succeeded} succeeded, {Fruitless} without result")]
    public static partial void CampaignEnded(ILogger log, string campaign, long succeeded, long fruitless);

    [LoggerMessage(109, LogLevel.Warning, "target {Target} gets no arrays until {Until:O}: {Reason}")]
    public static partial void Suspended(ILogger log, string target, DateTimeOffset until, string reason);

    [LoggerMessage(110, LogLevel.Warning, "backend: {Hindrance}")]
    public static partial void Hindered(ILogger log, string hindrance);

    [LoggerMessage(111, LogLevel.Information, "target {Target} has weight {Weight:0.###} at {Dollars:0.######} dollars a simulation: {Reason}")]
    public static partial void Weighed(ILogger log, string target, double weight, double dollars, string reason);

    [LoggerMessage(120, LogLevel.Warning, "host {Host} gets no work until {Until:u}: {Reason}")]
    public static partial void HostQuarantined(ILogger log, string host, DateTimeOffset until, string reason);

    [LoggerMessage(121, LogLevel.Warning, "host {Host} is not quarantined although {Reason}: of {Hosts} hosts {InForce} are out already; look for what they share")]
    public static partial void TooManyHosts(ILogger log, string host, string reason, int hosts, int inForce);

    [LoggerMessage(122, LogLevel.Information, "array {Array}: tasks {Tasks} take far longer than others did and are stopped for another attempt")]
    public static partial void Stopped(ILogger log, int array, string tasks);

    [LoggerMessage(123, LogLevel.Warning, "stage {Stage}: far more attempts than usual are too slow, so what they share is slow; these ends do not count against the tasks")]
    public static partial void SlowSurge(ILogger log, string stage);

    [LoggerMessage(130, LogLevel.Information, "kept a snapshot at fact {Sequence}, {Bytes} bytes")]
    public static partial void KeptSnapshot(ILogger log, long sequence, long bytes);

    [LoggerMessage(131, LogLevel.Warning, "no snapshot was kept: {Reason}")]
    public static partial void KeptNoSnapshot(ILogger log, string reason);
}
