using System.Text;
using System.Text.Json;
using HtcFlow.Aws.Ec2;
using HtcFlow.Core.Money.Instances;
using HtcFlow.Core.Ports;
using HtcFlow.Engine.Homes;

namespace HtcFlow.Cli.Costs;

/// <summary>Keeps what looks at a campaign's accounts saw, a line of JSON each, in a file that is only ever added to.</summary>
/// <remarks>A line that a crash cut off, or that something else damaged, is passed over: the next look says again what still is.</remarks>
internal sealed class InstanceBook
{
    // Batch marks every instance that it starts; others of the account, which may be many, are not asked for.
    private static readonly InstanceQuery s_query = new() { Filters = new Dictionary<string, IReadOnlyCollection<string>> { ["tag-key"] = ["AWSBatchServiceTag"] } };

    private readonly string _path;

    private InstanceBook(string path) => _path = path;

    /// <summary>The instances so far.</summary>
    public InstanceHistory History { get; } = new();

    /// <summary>Reads the book of a campaign.</summary>
    /// <exception cref="FaultException">It cannot be read.</exception>
    public static InstanceBook Open(CampaignHome home)
    {
        var book = new InstanceBook(home.Instances);
        try
        {
            foreach (string line in File.Exists(home.Instances) ? File.ReadLines(home.Instances) : [])
            {
                if (Parse(line) is { } look)
                {
                    book.History.Apply(look);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(FaultKind.Denied, "read the book of instances", home.Instances, e.Message, e);
        }

        return book;
    }

    /// <summary>Asks a place for its instances and remembers what has changed.</summary>
    /// <param name="place">The place.</param>
    /// <param name="time">Clock.</param>
    /// <param name="keep">Whether to write it down.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FaultException">The place does not answer, or the book cannot be written.</exception>
    public async Task LookAsync(CloudPlace place, TimeProvider time, bool keep, CancellationToken cancellationToken)
    {
        DateTimeOffset at = time.GetUtcNow();
        var listed = new List<SeenInstance>();
        await foreach (Ec2Instance instance in place.Ec2.InstancesAsync(s_query, cancellationToken))
        {
            if (instance.LaunchTime is { } launched)
            {
                SeenState state = StateOf(instance.State);
                listed.Add(new SeenInstance(instance.Id, instance.InstanceType, instance.Zone, instance.IsSpot, launched, state)
                {
                    End = state == SeenState.Gone ? new InstanceEnd(instance.Id) { At = instance.EndedAt, IsReclaimed = IsReclaimed(instance) } : null,
                });
            }
        }

        InstanceLook look = History.Compare(place.Region, at, listed);
        if (keep)
        {
            Append(look);
        }

        History.Apply(look);
    }

    private static SeenState StateOf(string state) => state switch
    {
        "pending" => SeenState.Pending,
        "running" => SeenState.Running,
        _ => SeenState.Gone,
    };

    // Server.SpotInstanceTermination, or ...Shutdown where it was stopped; users' and services' doings begin with Client.
    private static bool IsReclaimed(Ec2Instance instance) => instance.IsSpot && instance.StateReason.StartsWith("Server.SpotInstance", StringComparison.Ordinal);

    private static InstanceLook? Parse(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize(line, BookJson.Default.InstanceLook);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Append(InstanceLook look)
    {
        byte[] line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(look, BookJson.Default.InstanceLook) + "\n");
        try
        {
            // The file is its owner's, as all of a campaign's home.
            using var file = new FileStream(_path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            bool isTorn = file.Length > 0 && LastByte(file) != '\n';
            file.Seek(0, SeekOrigin.End);
            file.Write(isTorn ? [(byte)'\n', .. line] : line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(FaultKind.Denied, "write the book of instances", _path, e.Message, e);
        }
    }

    private static int LastByte(FileStream file)
    {
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte();
    }
}
