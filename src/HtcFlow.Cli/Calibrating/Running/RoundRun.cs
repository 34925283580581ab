using HtcFlow.Cli.Sessions;
using HtcFlow.Cli.Staging;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Requests;
using HtcFlow.Core.State;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Homes;

namespace HtcFlow.Cli.Calibrating.Running;

/// <summary>Runs the campaign of a round to its end with the engine of every campaign, wherever it stands.</summary>
/// <param name="context">The world of the command.</param>
internal sealed class RoundRun(CommandContext context)
{
    // Results are for the end; what a round says in between goes where remarks go, unless a screen can be redrawn.
    private readonly CommandContext _context =
        context with { Out = context.Json ? TextWriter.Null : context.IsTerminal ? context.Out : context.Err };

    /// <summary>Runs it.</summary>
    /// <returns>Fine when it has ended, with or without failures; else the exit code of what stopped it, which has been told.</returns>
    /// <exception cref="FaultException">The world failed.</exception>
    public async Task<int> RunAsync(CampaignSpec spec)
    {
        var home = new CampaignHome(context.Root, spec.Name);
        using EngineLock? owned = EngineLock.TryTake(home, context.Time);
        if (owned is null)
        {
            return Ownership.Refuse(context, home);
        }

        if (FirstFact.SpecOf(home) is null && await SubmitAsync(home, spec) is var refusal and not ExitCodes.Fine)
        {
            return refusal;
        }

        if (IsOver(home))
        {
            return ExitCodes.Fine;
        }

        int code = await EngineSession.RunAsync(_context, home, FirstFact.SpecOf(home)!);
        return code == ExitCodes.TasksFailed ? ExitCodes.Fine : code;
    }

    /// <summary>Cancels what is left of it and waits for that; nothing when it was never submitted.</summary>
    /// <returns>Fine, or the exit code of what stopped it.</returns>
    public async Task<int> CancelAsync(string name)
    {
        var home = new CampaignHome(context.Root, name);
        if (!home.Exists)
        {
            return ExitCodes.Fine;
        }

        using EngineLock? owned = EngineLock.TryTake(home, context.Time);
        if (owned is null)
        {
            return Ownership.Refuse(context, home);
        }

        using OpenCampaign campaign = OpenCampaign.Open(home);
        if (campaign.State.Phase == CampaignPhase.Ended)
        {
            return ExitCodes.Fine;
        }

        campaign.Journal.Post(new UserRequest(0, RequestKind.Cancel, "", ""));
        var session = new EngineSession(_context, home, campaign.Journal, campaign.State.Spec) { StopsTasks = false };
        int code = await session.RunAsync();
        return code == ExitCodes.TasksFailed ? ExitCodes.Fine : code;
    }

    private async Task<int> SubmitAsync(CampaignHome home, CampaignSpec spec)
    {
        Submission submission = await Submission.PrepareAsync(_context, home, spec);
        await using IObjectStore store = context.Parts.OpenStore(spec.Store);
        return await submission.CompleteAsync(store) is { } owner
            ? context.Fail(
                ExitCodes.Usage, $"{S3Address.Place(spec.Store, spec.Name)} belongs to a calibration from {owner.Host}",
                "calibrate there, remove these results, or choose another name for the campaign (--set campaign=...)")
            : ExitCodes.Fine;
    }

    // A round that was held, by a person or a refusal, goes on when the command is given again.
    private static bool IsOver(CampaignHome home)
    {
        using OpenCampaign campaign = OpenCampaign.Open(home);
        if (campaign.State.Phase == CampaignPhase.Held)
        {
            campaign.Journal.Post(new UserRequest(0, RequestKind.Release, "", ""));
        }

        return campaign.State.Phase == CampaignPhase.Ended;
    }
}
