namespace HtcFlow.AwsEmulator.Executors;

/// <summary>What an element may know of its job.</summary>
public interface IJobView
{
    /// <summary>Id of the job, or of the array.</summary>
    string Id { get; }

    /// <summary>Name.</summary>
    string Name { get; }

    /// <summary>Name of the queue.</summary>
    string QueueName { get; }

    /// <summary>Elements; 0 for a job that is no array.</summary>
    int Size { get; }

    /// <summary>Region.</summary>
    string RegionName { get; }

    /// <summary>Reads image, command and environment; the text is parsed at each call.</summary>
    ContainerSpec ReadContainer();
}
