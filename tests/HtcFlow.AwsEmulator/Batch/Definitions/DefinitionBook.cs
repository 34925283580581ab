namespace HtcFlow.AwsEmulator.Batch.Definitions;

/// <summary>The job definitions of a region, revision by revision.</summary>
internal sealed class DefinitionBook
{
    private readonly Dictionary<string, List<JobDefinition>> _byName = new(StringComparer.Ordinal);

    /// <summary>All revisions, newest first within a name.</summary>
    public IEnumerable<JobDefinition> All => _byName.Values.SelectMany(static revisions => revisions.AsEnumerable().Reverse());

    /// <summary>The number that the next revision of a name gets.</summary>
    public int NextRevision(string name) => _byName.TryGetValue(name, out List<JobDefinition>? revisions) ? revisions[^1].Revision + 1 : 1;

    /// <summary>Adds a revision.</summary>
    public void Add(JobDefinition definition)
    {
        if (!_byName.TryGetValue(definition.Name, out List<JobDefinition>? revisions))
        {
            _byName[definition.Name] = revisions = [];
        }

        revisions.Add(definition);
    }

    /// <summary>Finds one by resource name, by <c>name:revision</c>, or the newest active one by its name alone.</summary>
    public JobDefinition? Find(string reference)
    {
        const string Kind = "job-definition/";
        int kind = reference.IndexOf(Kind, StringComparison.Ordinal);
        string text = kind >= 0 ? reference[(kind + Kind.Length)..] : reference;
        string[] parts = text.Split(':');
        if (!_byName.TryGetValue(parts[0], out List<JobDefinition>? revisions))
        {
            return null;
        }

        return parts.Length > 1
            ? revisions.Find(definition => int.TryParse(parts[1], out int revision) && definition.Revision == revision)
            : revisions.FindLast(static definition => definition.IsActive) ?? revisions[^1];
    }
}
