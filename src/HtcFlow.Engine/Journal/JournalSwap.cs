using System.Globalization;
using System.Runtime.InteropServices;
using HtcFlow.Core.Ports;

namespace HtcFlow.Engine.Journal;

/// <summary>Puts a recovered journal in the place of a damaged one, so that a crash at any step leaves one of the two, or is noticed.</summary>
/// <remarks>SQLite would replay the damaged file's log into any file that it finds beside it. So the log leaves first, and as long as the
/// recovered file waits under the name of <see cref="PendingOf"/>, nobody may open what stands in its place.</remarks>
internal static partial class JournalSwap
{
    private static readonly string[] s_companions = ["-wal", "-shm"];

    /// <summary>Name under which a whole recovered journal waits for its place.</summary>
    public static string PendingOf(string journal) => journal + ".recovered";

    /// <summary>Deletes a journal with its log, if it is there.</summary>
    public static void Delete(string journal)
    {
        File.Delete(journal);
        foreach (string companion in s_companions)
        {
            File.Delete(journal + companion);
        }
    }

    /// <summary>Puts the waiting journal in its place and gives the name under which the damaged one is kept.</summary>
    /// <exception cref="FaultException">The directory cannot be written.</exception>
    public static string Finish(string journal, DateTimeOffset now)
    {
        try
        {
            Sync();
            string kept = FreeName(journal, now);
            foreach (string companion in s_companions.Where(c => File.Exists(journal + c)))
            {
                File.Move(journal + companion, kept + companion);
            }

            // A second name for the damaged file, so that at no moment there is no journal.
            if (File.Exists(journal) && Link(journal, kept) != 0)
            {
                File.Copy(journal, kept);
            }

            Sync();
            File.Move(PendingOf(journal), journal, overwrite: true);
            Sync();
            return kept;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(FaultKind.Denied, "replace the journal", journal, e.Message, e);
        }
    }

    private static string FreeName(string journal, DateTimeOffset now)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{journal}.damaged-{now:yyyyMMdd'T'HHmmss'Z'}");
        string free = name;
        for (int n = 2; File.Exists(free) || s_companions.Any(c => File.Exists(free + c)); n++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{n}");
        }

        return free;
    }

    // Renames are durable once their directory is; that of everything is fine for something that happens once in years.
    [LibraryImport("libc", EntryPoint = "sync")]
    private static partial void Sync();

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string added);
}
