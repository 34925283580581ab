using System.Text;
using HtcFlow.Core.Ports;
using HtcFlow.Engine.Homes;
using HtcFlow.Engine.Recovery;

namespace HtcFlow.Cli.Staging;

/// <summary>Keeps a campaign's birth mark from before its prefix is claimed until its first fact is in the journal.</summary>
/// <remarks>Without it, a submission that was cut off in between could not tell its own claim from a stranger's.</remarks>
internal static class BirthMarkFile
{
    /// <summary>Reads the mark of a submission that was cut off, or throws the dice for a new one and writes it durably.</summary>
    /// <exception cref="FaultException">The home cannot be written.</exception>
    public static string Take(CampaignHome home, Random dice)
    {
        string path = PathOf(home);
        try
        {
            if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: CampaignBirth.MarkLength } known)
            {
                return known;
            }

            string mark = CampaignBirth.NewMark(dice);
            string temporary = path + ".new";
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                file.Write(Encoding.ASCII.GetBytes(mark + "\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            return mark;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(FaultKind.Denied, "write", path, e.Message, e);
        }
    }

    /// <summary>Removes the mark: the journal holds it now.</summary>
    public static void Remove(CampaignHome home)
    {
        try
        {
            File.Delete(PathOf(home));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is read only while the journal is empty, so a leftover does no harm.
        }
    }

    private static string PathOf(CampaignHome home) => Path.Combine(home.Directory, "birth-mark");
}
