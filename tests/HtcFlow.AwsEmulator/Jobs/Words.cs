namespace HtcFlow.AwsEmulator.Jobs;

/// <summary>Reasons, each kept once.</summary>
internal sealed class Words
{
    /// <summary>Status reason of every attempt that ended by itself.</summary>
    public const string Ended = "Essential container in task exited";

    /// <summary>Status reason of a job whose container could not be made.</summary>
    public const string NotStarted = "Task failed to start";

    /// <summary>Status reason of a job that waited for one that failed.</summary>
    public const string DependencyFailed = "Dependent Job failed";

    /// <summary>Status reason of an array of which a child failed.</summary>
    public const string ChildFailed = "Array Child Job failed";

    /// <summary>Status reason of an attempt that took too long.</summary>
    public const string TimedOut = "Job attempt duration exceeded timeout";

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];

    /// <summary>The number of a text; negative for none.</summary>
    public int Number(string? text)
    {
        if (text is null)
        {
            return -1;
        }

        if (!_numbers.TryGetValue(text, out int number))
        {
            number = _texts.Count;
            _numbers.Add(text, number);
            _texts.Add(text);
        }

        return number;
    }

    /// <summary>The text of a number; null for a negative one.</summary>
    public string? Text(int number) => number < 0 ? null : _texts[number];

    /// <summary>The status reason of an element whose instance was taken away.</summary>
    public static string HostLost(string instance) => $"Host EC2 (instance {instance}) terminated.";
}
