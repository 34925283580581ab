namespace HtcFlow.Core.Money.Instances;

/// <summary>The instances of a campaign by all looks at its accounts: clouds forget an instance an hour after its end.</summary>
public sealed class InstanceHistory
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _looks = new(StringComparer.Ordinal);

    /// <summary>The instances, in the order of their ids.</summary>
    public IReadOnlyList<RentedInstance> Instances =>
        [.. _entries.Values.Select(Spell).OrderBy(i => i.Id, StringComparer.Ordinal)];

    /// <summary>What a whole listing of a region changes; apply it to remember.</summary>
    /// <param name="region">Region.</param>
    /// <param name="at">When it was listed.</param>
    /// <param name="listed">Every instance of the campaign there; one that is missing is gone.</param>
    public InstanceLook Compare(string region, DateTimeOffset at, IReadOnlyCollection<SeenInstance> listed)
    {
        ArgumentNullException.ThrowIfNull(listed);
        HashSet<string> alive = [.. listed.Where(i => i.State != SeenState.Gone).Select(i => i.Id)];
        string[] gone = [.. _entries.Values.Where(e => e.Region == region && e.GoneAt is null && !alive.Contains(e.Instance.Id)).Select(e => e.Instance.Id)];
        return new InstanceLook(at)
        {
            Region = region,

            // One that was missing from a listing that had not caught up is there again.
            New = [.. listed.Where(i => !_entries.TryGetValue(i.Id, out Entry? known) || (known.GoneAt is not null && i.State != SeenState.Gone))],
            Running = [.. listed.Where(i => i.State == SeenState.Running && _entries.TryGetValue(i.Id, out Entry? known) && known.IsPending).Select(i => i.Id)],
            Gone = gone,
            Ends = gone.Length == 0 ? null : [.. listed.Select(i => i.End).OfType<InstanceEnd>().IntersectBy(gone, end => end.Id)],
        };
    }

    /// <summary>Remembers a look; looks at a region are applied in their order.</summary>
    public void Apply(InstanceLook look)
    {
        ArgumentNullException.ThrowIfNull(look);
        DateTimeOffset? before = _looks.TryGetValue(look.Region, out DateTimeOffset last) ? last : null;
        foreach (SeenInstance seen in look.New)
        {
            AddNew(look, seen);
        }

        foreach (string id in look.Running)
        {
            if (_entries.TryGetValue(id, out Entry? entry) && entry.IsPending)
            {
                entry.PendingAt = before;
                entry.RunningAt = look.At;
                entry.IsPending = false;
            }
        }

        Dictionary<string, InstanceEnd> ends = (look.Ends ?? []).DistinctBy(end => end.Id).ToDictionary(end => end.Id, StringComparer.Ordinal);
        foreach (string id in look.Gone)
        {
            if (_entries.TryGetValue(id, out Entry? entry) && entry.GoneAt is null)
            {
                entry.SeenAt = before ?? entry.Instance.Launched;
                entry.GoneAt = look.At;
                entry.End = ends.GetValueOrDefault(id);
            }
        }

        _looks[look.Region] = look.At;
    }

    private void AddNew(InstanceLook look, SeenInstance seen)
    {
        if (!_entries.TryGetValue(seen.Id, out Entry? entry))
        {
            entry = new Entry(new RentedInstance(seen.Id, seen.Type, seen.Zone, seen.IsSpot, seen.Launched), look.Region) { SeenAt = seen.Launched };
            _entries.Add(seen.Id, entry);
        }

        else if (entry.IsPending && seen.State == SeenState.Running)
        {
            entry.PendingAt = _looks[look.Region];
        }

        entry.IsPending = seen.State == SeenState.Pending;
        entry.RunningAt ??= seen.State == SeenState.Running ? look.At : null;
        entry.GoneAt = seen.State == SeenState.Gone ? look.At : null;
        entry.End = seen.State == SeenState.Gone ? seen.End : null;
    }

    private RentedInstance Spell(Entry entry) => entry.Instance with
    {
        PendingAt = entry.IsPending && entry.GoneAt is null ? _looks[entry.Region] : entry.PendingAt,
        RunningAt = entry.RunningAt,
        SeenAt = entry.GoneAt is null ? _looks[entry.Region] : entry.SeenAt,
        GoneAt = entry.GoneAt,
        EndedAt = entry.End?.At,
        IsReclaimed = entry.End?.IsReclaimed == true,
    };

    private sealed class Entry(RentedInstance instance, string region)
    {
        public RentedInstance Instance { get; } = instance;

        public string Region { get; } = region;

        public bool IsPending { get; set; }

        public DateTimeOffset? PendingAt { get; set; }

        public DateTimeOffset? RunningAt { get; set; }

        public DateTimeOffset SeenAt { get; set; }

        public DateTimeOffset? GoneAt { get; set; }

        public InstanceEnd? End { get; set; }
    }
}
