using System.Globalization;
using HtcFlow.Core.Ids;

namespace HtcFlow.Core.Wire;

/// <summary>Spells every key below <c>&lt;store&gt;</c>; nobody else concatenates keys.</summary>
/// <remarks>Keys use forward slashes, have no leading slash and are plain ASCII apart from output names.</remarks>
public static class StoreLayout
{
    /// <summary>The campaign as submitted; written first, its conditional write claims the prefix.</summary>
    public static string Plan(string campaign) => $"{campaign}/plan.json.lz4";

    /// <summary>An input file, template or program, addressed by content.</summary>
    public static string Input(string campaign, string sha256) => $"{campaign}/i/{sha256}";

    /// <summary>An order too long for the backend's environment, addressed by content.</summary>
    public static string Order(string campaign, string sha256) => $"{campaign}/o/{sha256}";

    /// <summary>Prefix of everything that belongs to one task; ends in a slash.</summary>
    public static string Task(string campaign, string stage, long index) =>
        string.Create(CultureInfo.InvariantCulture, $"{campaign}/t/{FanOf(index):x2}/{stage}/{index}/");

    /// <summary>The report of the attempt that counts.</summary>
    public static string Accepted(string campaign, string stage, long index) =>
        Task(campaign, stage, index) + "accepted.json";

    /// <summary>One output file of one attempt.</summary>
    public static string Output(string campaign, string stage, long index, int attempt, string file, bool compressed) =>
        string.Create(CultureInfo.InvariantCulture, $"{Task(campaign, stage, index)}a{attempt}/{file}{(compressed ? ".lz4" : "")}");

    /// <summary>A further version of an output that changed after it had been stored; a version that was acknowledged stays as it is.</summary>
    /// <remarks>Below the runner's own corner of a scratch directory, where no output can lie.</remarks>
    public static string OutputVersion(
        string campaign, string stage, long index, int attempt, int version, string file, bool compressed) =>
        string.Create(
            CultureInfo.InvariantCulture, $"{Task(campaign, stage, index)}a{attempt}/.htcflow/v{version}/{file}{(compressed ? ".lz4" : "")}");

    /// <summary>Prefix of a task's checkpoints; ends in a slash.</summary>
    public static string Checkpoints(string campaign, string stage, long index) => Task(campaign, stage, index) + "c/";

    /// <summary>Whether a key is one of a task's checkpoints.</summary>
    public static bool IsCheckpoint(string key)
    {
        // <campaign>/t/<fan>/<stage>/<index>/c/...: outputs lie below an attempt instead.
        ArgumentNullException.ThrowIfNull(key);
        return key.Split('/', 7) is [_, "t", _, _, _, "c", { Length: > 0 }];
    }

    /// <summary>One file of a checkpoint generation.</summary>
    public static string CheckpointFile(string campaign, string stage, long index, int sequence, int attempt, string file) =>
        string.Create(CultureInfo.InvariantCulture, $"{Checkpoints(campaign, stage, index)}{sequence:D6}-a{attempt}/{file}.lz4");

    /// <summary>The manifest that makes a checkpoint generation valid; written last.</summary>
    /// <remarks>The attempt stands in the key, so that an attempt that was believed dead cannot write over a later one's manifest,
    /// also where the store knows no conditions.</remarks>
    public static string CheckpointManifest(string campaign, string stage, long index, int sequence, int attempt) =>
        string.Create(CultureInfo.InvariantCulture, $"{Checkpoints(campaign, stage, index)}manifest-{sequence:D6}-a{attempt}.json");

    /// <summary>Prefix of the ledger keys of an array; ends in a slash.</summary>
    public static string Ledger(string campaign, string stage, ArrayId array) =>
        string.Create(CultureInfo.InvariantCulture, $"{campaign}/l/{stage}/{array.Value}/");

    /// <summary>Prefix of the ledger keys of all arrays of a stage; ends in a slash.</summary>
    public static string Ledgers(string campaign, string stage) => $"{campaign}/l/{stage}/";

    /// <summary>A ledger key.</summary>
    public static string LedgerEntry(string campaign, string stage, ArrayId array, LedgerKey key)
    {
        return LedgerEntry(Ledger(campaign, stage, array), key);
    }

    /// <summary>A ledger key below the prefix of its array, which who spells many keys has at hand.</summary>
    public static string LedgerEntry(string ledger, LedgerKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return string.Create(CultureInfo.InvariantCulture, stackalloc char[256], $"{ledger}{FanOf(key.Index):x2}/{key}");
    }

    /// <summary>Prefix of the ledger keys that one task left in an array.</summary>
    public static string LedgerOf(string campaign, string stage, ArrayId array, long index) =>
        string.Create(CultureInfo.InvariantCulture, $"{Ledger(campaign, stage, array)}{FanOf(index):x2}/{index}.a");

    /// <summary>Spreads indices over 256 partitions: the top byte of the index times 2^64 / golden ratio (Fibonacci hashing).</summary>
    public static byte FanOf(long index) => (byte)(unchecked((ulong)index * 0x9E37_79B9_7F4A_7C15UL) >> 56);
}
