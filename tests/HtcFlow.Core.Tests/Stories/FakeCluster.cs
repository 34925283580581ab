using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Stories;

/// <summary>A backend and a store in one, as unreliable as the dice say: lost replies, elements that die without a word, late keys.</summary>
internal sealed class FakeCluster(Random dice)
{
    private static readonly Outcome[] s_ends = [Outcome.Succeeded, Outcome.Succeeded, Outcome.Succeeded, Outcome.Failed, Outcome.Slow, Outcome.Preempted];
    private readonly Dictionary<ArrayId, Job> _jobs = [];

    /// <summary>Takes an array; false when the reply is lost, which says nothing about the array.</summary>
    public bool Submit(ArrayState array)
    {
        if (dice.Next(6) > 0)
        {
            Assert.True(_jobs.TryAdd(array.Id, new Job(array.Tasks, array.Attempt, array.Pack, array.Elements)), "An array was sent twice.");
            return dice.Next(6) > 0;
        }

        return false;
    }

    public bool Has(ArrayId array) => _jobs.ContainsKey(array);

    public void Cancel(ArrayId array, IndexSet elements)
    {
        foreach (int element in elements.Select(e => (int)e))
        {
            _jobs[array].Ended[element] = true;
        }
    }

    /// <summary>Lets time pass: elements start, their tasks end one after the other, some elements die.</summary>
    public void Work()
    {
        foreach (Job job in _jobs.Values)
        {
            for (int element = 0; element < job.Ended.Length; element++)
            {
                if (!job.Ended[element] && dice.Next(3) > 0)
                {
                    Advance(job, element);
                }
            }
        }
    }

    public (ArrayStatus Status, List<LedgerKey> Keys) Observe(ArrayState array)
    {
        Job job = _jobs[array.Id];
        IndexSet Where(Func<int, bool> wanted) => IndexSet.Of(Enumerable.Range(0, job.Ended.Length).Where(wanted).Select(e => (long)e));
        var status = new ArrayStatus
        {
            Handle = array.Handle,
            IsKnown = !Array.TrueForAll(job.Ended, e => e) || dice.Next(2) == 0,
            Running = Where(e => !job.Ended[e] && job.Started[e]),
            Ended = Where(e => job.Ended[e]),
        };
        LedgerKey[] keys = [.. job.Keys];
        dice.Shuffle(keys);
        return (status, [.. keys]);
    }

    private void Advance(Job job, int element)
    {
        job.Started[element] = true;
        int last = Math.Min((element + 1) * job.Pack, (int)job.Tasks.Count);
        int position = (element * job.Pack) + job.Done[element];
        if (dice.Next(10) == 0)
        {
            job.Ended[element] = true;
            return;
        }

        Outcome outcome = s_ends[dice.Next(s_ends.Length)];
        job.Keys.Add(new LedgerKey(job.Tasks[position], job.Attempt, outcome, 0, 3, "local"));
        job.Done[element]++;
        job.Ended[element] = position + 1 == last || outcome == Outcome.Preempted;
    }

    private sealed record Job(IndexSet Tasks, int Attempt, int Pack, int Elements)
    {
        public bool[] Started { get; } = new bool[Elements];

        public bool[] Ended { get; } = new bool[Elements];

        public int[] Done { get; } = new int[Elements];

        public List<LedgerKey> Keys { get; } = [];
    }
}
