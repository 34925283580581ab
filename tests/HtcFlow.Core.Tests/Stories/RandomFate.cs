using HtcFlow.Core.Facts;
using HtcFlow.Core.Planning;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Stories;

/// <summary>Throws one legal step after the other at a campaign: arrays, ends, late results, rejections, holds, cancels, retries.</summary>
internal sealed class RandomFate(Random dice, Story story)
{
    private static readonly Outcome[] s_outcomes = Enum.GetValues<Outcome>()[1..];

    public void Step()
    {
        switch (dice.Next(16))
        {
            case 0 or 1 or 2:
                story.Plan();
                break;
            case 3 or 4:
                Answer(refusals: 8);
                break;
            case 5:
                Start();
                break;
            case 6 or 7 or 8:
                End();
                break;
            case 9:
                EndLate();
                break;
            case 10:
                Close();
                break;
            case 11:
                story.Now += TimeSpan.FromSeconds(dice.Next(4));
                break;
            case 12:
                Stop();
                break;
            case 13:
                Weigh();
                break;
            default:
                Interfere();
                break;
        }
    }

    /// <summary>No more interference: whatever is open ends somehow, until the campaign has ended.</summary>
    public void Drain()
    {
        for (int round = 0; story.State.Phase != CampaignPhase.Ended; round++)
        {
            Assert.True(round < 3000, "The campaign does not end:\n" + StateText.Of(story.State));
            if (story.State.Phase == CampaignPhase.Held)
            {
                story.Tell(new Fact.CampaignReleased());
            }

            story.Plan();
            Answer(refusals: 0);
            End();
            Close();
            story.Now += TimeSpan.FromMinutes(1);
        }
    }

    private void Answer(int refusals)
    {
        foreach (ArrayState array in story.State.OpenArrays.Where(a => a.Phase == ArrayPhase.Planned && dice.Next(3) > 0).ToList())
        {
            if (refusals == 0 || dice.Next(refusals) > 0)
            {
                story.Tell(new Fact.ArraySubmitted(array.Id, "job"));
            }
            else if (array.Target is { } target && dice.Next(3) > 0)
            {
                story.Tell(new Fact.TargetSuspended(target.Index, story.Now + TimeSpan.FromSeconds(dice.Next(9)), "the queue is closed"));
                story.Tell(new Fact.ArrayReturned(array.Id, "the queue is closed"));
            }
            else
            {
                story.Tell(new Fact.ArrayRejected(array.Id, "the queue is closed"));
            }
        }
    }

    private void Start()
    {
        if (Pick(ArrayPhase.Submitted) is { } array)
        {
            IndexSet tasks = IndexSet.Of(UnderWay(array).Where(i => story[array.Stage].Ledger.StateOf(i) == TaskState.Submitted && dice.Next(2) == 0));
            story.Tell(new Fact.TasksStarted(array.Id, tasks));
        }
    }

    private void End()
    {
        if (Pick(ArrayPhase.Submitted) is { } array)
        {
            IEnumerable<AttemptEnd> ends = UnderWay(array).Where(_ => dice.Next(3) > 0).Select(i =>
                story.EndOf(array, i, s_outcomes[dice.Next(s_outcomes.Length)], dice.Next(2) * 75, dice.Next(8) == 0 ? 1 : 0))
                .Select(end => end is { Outcome: Outcome.Slow, Verdict: Verdict.Retry } && dice.Next(2) == 0 ? InSurge(story[array.Stage], end) : end);
            story.Tell(new Fact.AttemptsEnded(array.Id, [.. ends]));
        }
    }

    private static AttemptEnd InSurge(StageState stage, AttemptEnd end) =>
        end with { Verdict = RetryPolicy.DecideInSurge(stage.Spec.Retry, end.Verdict, end.Attempt, stage.Ledger.FailuresOf(end.Index)) };

    private void Weigh()
    {
        if (story.State.Targets.Count > 0)
        {
            story.Tell(new Fact.TargetsWeighed([.. story.State.Targets.Select(_ => new TargetWeight(1 - (0.9 * dice.NextDouble()), dice.Next(3), dice.Next(99), "its price"))]));
        }
    }

    private void Stop()
    {
        if (Pick(ArrayPhase.Submitted) is { } array)
        {
            IndexSet tasks = IndexSet.Of(UnderWay(array).Where(_ => dice.Next(4) == 0));
            story.Tell(new Fact.AttemptsStopped(array.Id, tasks));
            story.Tell(new Fact.HostQuarantined("n" + dice.Next(5), story.Now + TimeSpan.FromSeconds(dice.Next(9)), "slow"));
        }
    }

    private void EndLate()
    {
        if (Pick(ArrayPhase.Submitted) is { } array)
        {
            StageLedger ledger = story[array.Stage].Ledger;
            IEnumerable<long> late = array.Tasks.Where(i => ledger.StateOf(i) is not (TaskState.Succeeded or TaskState.Pending) && dice.Next(3) == 0);
            story.Tell(new Fact.AttemptsEnded(array.Id, [.. late.Select(i => story.EndOf(array, i, Outcome.Succeeded))]));
        }
    }

    private void Close()
    {
        foreach (ArrayState array in story.State.OpenArrays.Where(a => !UnderWay(a).Any() && dice.Next(3) > 0).ToList())
        {
            story.Tell(new Fact.ArrayClosed(array.Id));
        }
    }

    private void Interfere()
    {
        StageState stage = story[dice.Next(story.State.Stages.Count)];
        IndexSet some = IndexSet.Of(Enumerable.Range(0, (int)stage.Ledger.Count).Where(_ => dice.Next(4) == 0).Select(i => (long)i));
        bool ended = story.State.Phase == CampaignPhase.Ended;
        Fact? fact = dice.Next(6) switch
        {
            0 => new Fact.TasksCancelled(stage.Index, some),
            1 or 2 => new Fact.RetryRequested(stage.Index, some),
            3 when !ended => new Fact.CampaignHeld("lunch"),
            4 when !ended => new Fact.CampaignReleased(),
            _ => null,
        };
        if (fact is not null)
        {
            story.Tell(fact);
        }
    }

    private ArrayState? Pick(ArrayPhase phase)
    {
        ArrayState[] open = [.. story.State.OpenArrays.Where(a => a.Phase == phase)];
        return open.Length == 0 ? null : open[dice.Next(open.Length)];
    }

    private IEnumerable<long> UnderWay(ArrayState array) => array.Tasks.Where(i => story[array.Stage].IsUnderWay(array, i));
}
