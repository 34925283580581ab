using HtcFlow.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Engine.Homes;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Recovery;
using HtcFlow.Engine.Views;

namespace HtcFlow.Cli.Sessions;

/// <summary>A campaign that was submitted from here, replayed for reading.</summary>
internal sealed class OpenCampaign : IDisposable
{
    private OpenCampaign(CampaignHome home, SqliteJournal journal, Replay replay)
    {
        Home = home;
        Journal = journal;
        Replay = replay;
    }

    /// <summary>Its directory.</summary>
    public CampaignHome Home { get; }

    /// <summary>Its journal.</summary>
    public SqliteJournal Journal { get; }

    /// <summary>Its state.</summary>
    public Replay Replay { get; }

    /// <summary>Its state.</summary>
    public CampaignState State => Replay.State;

    /// <summary>Who works on it: <c>pid host since</c>; null when nobody does.</summary>
    public string? Engine => EngineLock.HolderOf(Home);

    /// <summary>Finds a campaign's directory; says so when there is none.</summary>
    public static CampaignHome? Find(CommandContext context, string name)
    {
        IReadOnlyList<CampaignHome> homes = CampaignHome.List(context.Root);
        CampaignHome? home = homes.FirstOrDefault(h => h.Name == name);
        if (home is null)
        {
            string[] names = [.. homes.Select(h => h.Name)];
            string known = Nearest.To(name, names) is { } near ? $"did you mean '{near}'?"
                : names.Length == 0 ? "`htcflow submit FILE` submits one"
                : "`htcflow status` lists those that were";
            context.Fail(ExitCodes.Usage, $"no campaign '{name}' was submitted from here (looked in {context.Root})", known);
        }

        return home;
    }

    /// <summary>Finds and replays a campaign; null, after saying so, when there is none.</summary>
    /// <exception cref="FaultException">Its journal cannot be read.</exception>
    public static OpenCampaign? Open(CommandContext context, string name) =>
        Find(context, name) is { } home ? Open(home) : null;

    /// <summary>Replays a campaign.</summary>
    /// <exception cref="FaultException">Its journal cannot be read.</exception>
    public static OpenCampaign Open(CampaignHome home, Action<JournalEntry>? each = null)
    {
        SqliteJournal journal = SqliteJournal.Open(home.Journal);
        try
        {
            return new OpenCampaign(home, journal, Replay.Load(journal, each));
        }
        catch (FaultException fault)
        {
            journal.Dispose();
            if (fault.Kind != FaultKind.Damaged || fault.Subject == home.Journal)
            {
                throw;
            }

            // Names the file, from which the way back follows.
            throw new FaultException(fault.Kind, fault.Operation, home.Journal, $"{fault.Subject}: {fault.Detail}", fault);
        }
    }

    /// <summary>The campaign as it stands.</summary>
    public CampaignView View(DateTimeOffset now)
    {
        CampaignView view = CampaignView.Of(State, Replay.Meter, State.Phase == CampaignPhase.Ended ? State.LatestAt : now);

        // What only the engine that works on it knows: the journal holds decisions, not the weather.
        return view.Reason.Length == 0 && view.Phase == CampaignPhase.Active && Engine is not null
            ? view with { Reason = TroubleNote.Of(Home) }
            : view;
    }

    /// <summary>Finds a stage; -1, after saying so, when there is none of that name.</summary>
    public int StageOf(CommandContext context, string stage)
    {
        int index = State.Spec.StageIndexOf(stage);
        if (index < 0)
        {
            string[] names = [.. State.Spec.Stages.Select(s => s.Name)];
            context.Fail(
                ExitCodes.Usage, $"campaign {Home.Name} has no stage '{stage}'", Nearest.Advice(stage, names, "it has no stages"));
        }

        return index;
    }

    /// <inheritdoc/>
    public void Dispose() => Journal.Dispose();
}
