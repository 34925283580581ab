using System.Text.Json;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Engine.Homes;

namespace HtcFlow.Cli.Calibrating.Book;

/// <summary>Keeps the book of a campaign's calibration in a directory beside those of campaigns.</summary>
internal sealed class CalibrationFile
{
    // A name has room for "-calibrate-9999".
    private const string Middle = "-calibrate";
    private const int Digits = 5;

    private readonly string _root;
    private readonly string _base;
    private readonly string _campaign;

    /// <summary>Finds the place; makes nothing.</summary>
    /// <param name="root">HtcFlow's data directory.</param>
    /// <param name="campaign">Campaign.</param>
    public CalibrationFile(string root, string campaign)
    {
        _root = root;
        _campaign = campaign;
        _base = (campaign.Length > Room ? campaign[..Room].TrimEnd('-') : campaign) + Middle;
        Home = new CampaignHome(root, _base);
    }

    /// <summary>Directory with the lock, the book and what else belongs to it; it is no campaign's, since it has no journal.</summary>
    public CampaignHome Home { get; }

    private static int Room => CampaignName.MaxLength - Middle.Length - Digits;

    private string PathOfBook => Path.Combine(Home.Directory, "calibration.json");

    /// <summary>Name of the campaign of a number.</summary>
    public string NameOf(int number) => $"{_base}-{number}";

    /// <summary>The first number from one on of which there is no campaign.</summary>
    public int FreeFrom(int number)
    {
        while (new CampaignHome(_root, NameOf(number)).Exists)
        {
            number++;
        }

        return number;
    }

    /// <summary>Reads the book; null when none was begun.</summary>
    /// <exception cref="FaultException">It cannot be read, or is another campaign's.</exception>
    public CalibrationBook? Read()
    {
        CalibrationBook? book = Parse();
        return book is null || book.Campaign == _campaign ? book : throw new FaultException(
            FaultKind.Broken, "read", PathOfBook, $"it is that of campaign {book.Campaign}: names of campaigns that are calibrated must differ in their first {Room} characters");
    }

    private CalibrationBook? Parse()
    {
        try
        {
            return File.Exists(PathOfBook) ? JsonSerializer.Deserialize(File.ReadAllText(PathOfBook), CalibrationJson.Default.CalibrationBook) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(FaultKind.Denied, "read", PathOfBook, e.Message, e);
        }
        catch (JsonException e)
        {
            throw new FaultException(FaultKind.Broken, "read", PathOfBook, $"it is damaged: {e.Message}; remove it to calibrate anew", e);
        }
    }

    /// <summary>Writes the book, whole or not at all.</summary>
    /// <exception cref="FaultException">It cannot be written.</exception>
    public void Write(CalibrationBook book)
    {
        string temporary = PathOfBook + ".new";
        try
        {
            Home.Create();
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                JsonSerializer.Serialize(file, book, CalibrationJson.Default.CalibrationBook);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, PathOfBook, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(FaultKind.Denied, "write", PathOfBook, e.Message, e);
        }
    }

    /// <summary>Writes a text beside the book, by its content.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="FaultException">It cannot be written.</exception>
    public string Keep(string name, string text)
    {
        string path = Path.Combine(Home.Directory, name);
        try
        {
            Home.Create();
            File.WriteAllText(path, text);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(FaultKind.Denied, "write", path, e.Message, e);
        }
    }
}
