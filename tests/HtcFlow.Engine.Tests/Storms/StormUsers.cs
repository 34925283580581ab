using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Requests;

namespace HtcFlow.Engine.Tests.Storms;

/// <summary>People who hold, release, cancel, retry and stop while the world is at its worst.</summary>
internal sealed class StormUsers(CampaignSpec spec, IJournal journal, Random dice)
{
    // Another engine is always started; the last word is that everything goes on.
    private const int Moods = 60;

    /// <summary>One step passes.</summary>
    public void Interfere()
    {
        string stage = dice.Next(3) == 0 ? "" : spec.Stages[dice.Next(spec.Stages.Count)].Name;
        string tasks = dice.Next(2) == 0 ? "" : $"{dice.Next(3)},{4 + dice.Next(4)}-{8 + dice.Next(9)}";
        switch (dice.Next(Moods))
        {
            case 0:
                Post(RequestKind.Hold);
                break;
            case 1 or 2:
                Post(RequestKind.Release);
                break;
            case 3 or 4:
                Post(RequestKind.Cancel, stage, tasks);
                break;
            case 5 or 6 or 7 or 8:
                Post(RequestKind.Retry, stage, tasks);
                break;
            case 9:
                Post(RequestKind.Stop);
                break;
            default:
                break;
        }
    }

    public void Post(RequestKind kind, string stage = "", string tasks = "") => journal.Post(new UserRequest(0, kind, stage, tasks));
}
