using HtcFlow.Engine.Homes;

namespace HtcFlow.Cli.Sessions;

/// <summary>Explains that somebody else works on a campaign.</summary>
internal static class Ownership
{
    /// <summary>Says who, and gives the exit code.</summary>
    public static int Refuse(CommandContext context, CampaignHome home)
    {
        string[] holder = (EngineLock.HolderOf(home) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string who = holder.Length == 3 ? $"process {holder[0]} on {holder[1]} since {holder[2]}" : "another process";
        return context.Fail(
            ExitCodes.Owned, $"an engine works on campaign {home.Name} already: {who}",
            $"`htcflow watch {home.Name}` follows it; `htcflow hold {home.Name} --now` stops it");
    }
}
