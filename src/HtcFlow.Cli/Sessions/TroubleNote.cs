using HtcFlow.Engine.Homes;

namespace HtcFlow.Cli.Sessions;

/// <summary>What hinders a campaign at present, in a file of its home, for commands of other processes; nothing that anybody relies on.</summary>
/// <param name="home">The campaign's home.</param>
internal sealed class TroubleNote(CampaignHome home)
{
    private string _written = "";

    /// <summary>What an engine that runs said last; empty when nothing hinders it.</summary>
    public static string Of(CampaignHome home)
    {
        try
        {
            return File.Exists(PathIn(home)) ? File.ReadAllText(PathIn(home)).Trim() : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Writes what hinders it, or removes the note.</summary>
    public void Write(string trouble)
    {
        if (trouble == _written)
        {
            return;
        }

        _written = trouble;
        try
        {
            if (trouble.Length == 0)
            {
                File.Delete(PathIn(home));
            }
            else
            {
                File.WriteAllText(PathIn(home), trouble + "\n");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The journal says when the disk is full; this is only for people.
        }
    }

    private static string PathIn(CampaignHome home) => Path.Combine(home.Directory, "trouble");
}
