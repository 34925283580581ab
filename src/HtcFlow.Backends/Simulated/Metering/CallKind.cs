namespace HtcFlow.Backends.Simulated.Metering;

/// <summary>Kinds of calls, counted by the rules of AWS Batch.</summary>
public enum CallKind
{
    /// <summary>SubmitJob: one an array.</summary>
    Submit = 0,

    /// <summary>DescribeJobs: one for 100 arrays.</summary>
    Describe = 1,

    /// <summary>ListJobs of an array's children: one for 100 of them.</summary>
    ListChildren = 2,

    /// <summary>ListJobs by name: one a name.</summary>
    FindByName = 3,

    /// <summary>TerminateJob: one an element, or one for a whole array.</summary>
    Terminate = 4,

    /// <summary>TerminateInstances: one for 100 hosts.</summary>
    GiveBack = 5,
}
