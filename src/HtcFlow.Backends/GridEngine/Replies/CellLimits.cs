namespace HtcFlow.Backends.GridEngine.Replies;

/// <summary>What the live configuration of a cell allows; 0 is no limit.</summary>
/// <param name="MaxArrayTasks">Most tasks of one array, <c>max_aj_tasks</c>.</param>
/// <param name="MaxArrayInstances">Most tasks of one array that run at a time, <c>max_aj_instances</c>.</param>
/// <param name="MaxUserJobs">Most jobs of one user, <c>max_u_jobs</c>; an array is one.</param>
/// <param name="MaxJobs">Most jobs of everybody, <c>max_jobs</c>.</param>
internal sealed record CellLimits(int MaxArrayTasks, int MaxArrayInstances, int MaxUserJobs, int MaxJobs);
