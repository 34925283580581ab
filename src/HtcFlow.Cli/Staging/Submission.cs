using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Engine.Homes;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Recovery;

namespace HtcFlow.Cli.Staging;

/// <summary>Brings a campaign into being. Killed at any instant, it leaves what a second submission completes.</summary>
/// <remarks>
/// The order: (1) the engine's lock, so that two submissions of one name never meet; (2) the birth mark, durably; (3) the claim
/// of the prefix under that mark; (4) the inputs, by content; (5) the first fact. Before 5 the campaign does not exist, and
/// a second submission repeats what is missing, because 2 tells it that the claim is its own; after 5 it can be resumed.
/// </remarks>
internal sealed class Submission
{
    private readonly CommandContext _context;
    private readonly CampaignHome _home;

    private Submission(CommandContext context, CampaignHome home, InputStage inputs, string birthMark)
    {
        _context = context;
        _home = home;
        Inputs = inputs;
        BirthMark = birthMark;
    }

    /// <summary>Its inputs.</summary>
    public InputStage Inputs { get; }

    /// <summary>Its birth mark.</summary>
    public string BirthMark { get; }

    /// <summary>The campaign with the hashes of its inputs.</summary>
    public CampaignSpec Spec => Inputs.Spec;

    /// <summary>Prepares a submission: the campaign's lock is held by the caller and its journal is missing or empty.</summary>
    public static async Task<Submission> PrepareAsync(CommandContext context, CampaignHome home, CampaignSpec spec)
    {
        InputStage inputs = await InputStage.HashAsync(spec, context.Stop);
        return new Submission(context, home, inputs, BirthMarkFile.Take(home, context.Parts.Dice));
    }

    /// <summary>Claims the prefix, stages the inputs and records the first fact.</summary>
    /// <returns>Null when the campaign exists now, else the plan of the campaign that owns the prefix.</returns>
    public async Task<StoredPlan?> CompleteAsync(IObjectStore store)
    {
        var plan = new StoredPlan(BirthMark, _context.Now, Environment.MachineName, Spec);
        if (await plan.ClaimAsync(store, _context.Stop) is { } owner)
        {
            // Nothing of ours is anywhere: the next attempt under this name starts afresh.
            BirthMarkFile.Remove(_home);
            return owner;
        }

        await Inputs.PushAsync(store, _context.Stop);
        using SqliteJournal journal = SqliteJournal.Open(_home.Journal);
        CampaignBirth.Record(journal, Spec, BirthMark, _context.Now);
        BirthMarkFile.Remove(_home);
        return null;
    }
}
