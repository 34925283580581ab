using HtcFlow.Core.Effects;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Planning;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Stories;

/// <summary>Claims every effect that is planned and does it on a <see cref="FakeCluster"/>; loses its memory when it crashes.</summary>
internal sealed class SmallEngine(Random dice, Story story, FakeCluster cluster)
{
    private Flights _flights = new();

    public IReadOnlyList<Effect> Pending() => EffectPlanner.Plan(story.State, _flights, story.Now);

    /// <summary>What is only in memory is lost: every planned array is in doubt again.</summary>
    public void Crash()
    {
        _flights = new Flights();
        foreach (ArrayState array in story.State.OpenArrays.Where(a => a.Phase == ArrayPhase.Planned))
        {
            _flights.Doubt(array.Id, default);
        }
    }

    public void Turn()
    {
        story.Plan();
        story.Tell([.. ArrayPlanner.PlanClosures(story.State, _flights, story.Now)]);
        foreach (Effect effect in Pending())
        {
            Do(effect);
            if (dice.Next(40) == 0)
            {
                Crash();
                return;
            }
        }

        cluster.Work();
        story.Now += TimeSpan.FromSeconds(10);
    }

    private void Do(Effect effect)
    {
        switch (effect)
        {
            case Effect.Submit submit:
                Submit(submit.Arrays);
                break;
            case Effect.Find find:
                Find(find.Arrays);
                break;
            case Effect.Cancel cancel:
                cluster.Cancel(cancel.Array, cancel.Elements);
                _flights.MarkCancelled(cancel.Array, cancel.Elements);
                break;
            case Effect.Observe observe:
                Observe(observe.Arrays);
                break;
            default:
                Assert.Fail($"Nobody claims {effect}.");
                break;
        }
    }

    private void Submit(IReadOnlyList<ArrayId> arrays)
    {
        foreach (ArrayId id in arrays)
        {
            if (cluster.Submit(story.State.ArrayOf(id)))
            {
                story.Tell(new Fact.ArraySubmitted(id, "job"));
            }
            else
            {
                _flights.Doubt(id, default);
            }
        }
    }

    private void Find(IReadOnlyList<ArrayId> arrays)
    {
        foreach (ArrayId id in arrays)
        {
            _flights.Trust(id);
            if (cluster.Has(id))
            {
                story.Tell(new Fact.ArraySubmitted(id, "found"));
            }
        }
    }

    private void Observe(IReadOnlyList<ArrayId> arrays)
    {
        foreach (ArrayId id in arrays)
        {
            ArrayState array = story.State.ArrayOf(id);
            (ArrayStatus status, List<LedgerKey> keys) = cluster.Observe(array);
            story.Tell([.. ObservationReader.Read(story.State, array, status, keys)]);
            Assert.Empty(ObservationReader.Read(story.State, array, status, keys));
            _flights.ObserveAt(id, story.Now + TimeSpan.FromSeconds(dice.Next(30)));
        }
    }
}
