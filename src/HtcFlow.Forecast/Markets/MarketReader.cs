using System.Text;

namespace HtcFlow.Forecast.Markets;

/// <summary>Reads market files; docs/market-files.md describes them.</summary>
public static class MarketReader
{
    /// <summary>Reads files that together make one market.</summary>
    /// <param name="paths">CSV tables, JSON histories, and directories of them.</param>
    public static MarketReading Read(IReadOnlyList<string> paths)
    {
        var draft = new MarketDraft();
        foreach (string path in paths.SelectMany(path => FilesOf(draft, path)))
        {
            ReadFile(draft, path);
        }

        return draft.Finish();
    }

    private static string[] FilesOf(MarketDraft draft, string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        string[] files =
        [
            .. Directory.EnumerateFiles(path)
                .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".csv" or ".json")
                .Order(StringComparer.Ordinal),
        ];
        if (files.Length == 0)
        {
            draft.AddProblem(path, 0, "holds no market files", "they end in .csv or .json; see docs/market-files.md");
        }

        return files;
    }

    private static void ReadFile(MarketDraft draft, string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            draft.AddProblem(path, 0, "there is no such file", "check the path");
            return;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            draft.AddProblem(path, 0, $"cannot be read: {e.Message}", "check its permissions");
            return;
        }

        draft.AddSource(path);
        ReadOnlySpan<byte> content = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes;
        if (content.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..])
        {
            SpotHistoryReader.Read(draft, path, content);
        }
        else
        {
            MarketTableReader.Read(draft, path, Encoding.UTF8.GetString(content));
        }
    }
}
