using HtcFlow.Aws;
using HtcFlow.Backends.AwsBatch;
using HtcFlow.Cli.Aws;
using HtcFlow.Cli.Calibrating.Book;
using HtcFlow.Cli.Calibrating.Results;
using HtcFlow.Cli.Calibrating.Running;
using HtcFlow.Cli.Calibrating.Types;
using HtcFlow.Cli.Output;
using HtcFlow.Core.Ports;
using HtcFlow.Engine.Homes;
using HtcFlow.Forecast.Calibration;

namespace HtcFlow.Cli.Calibrating;

/// <summary>Finds out on which types of instances a simulation is cheapest, by running samples of a campaign on each.</summary>
/// <remarks>
/// Killed at any instant it is gone on with by the same command: what was decided stands in the book, a round is an ordinary campaign with a name that
/// follows from the round, and queues are looked for before they are made. Nothing is taken away but at the end and on request, since jobs that run are paid for.
/// </remarks>
internal sealed class CalibrateSession
{
    private readonly CommandContext _context;
    private readonly CalibrateRequest _request;
    private readonly CalibrateSubject _subject;
    private readonly CalibrationFile _file;
    private readonly RoundSpec _spec;
    private readonly AwsBatchOptions _options;

    private CalibrateSession(CommandContext context, CalibrateRequest request, CalibrateSubject subject)
    {
        _context = context;
        _request = request;
        _subject = subject;
        _file = new CalibrationFile(context.Root, subject.Campaign.Name);
        _spec = subject.Rounds(_file);
        _options = AwsBatchSetup.Of(context, subject.Backend);
    }

    /// <summary>Calibrates, or says what it would do, or takes back what was begun.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(CommandContext context, CalibrateRequest request)
    {
        if (request.Svg is { } svg && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(svg))))
        {
            return context.Fail(ExitCodes.Usage, $"the directory of {svg} does not exist", "make it, or say another file with --svg");
        }

        if (CalibrateSubject.Read(context, request) is not { } subject)
        {
            return ExitCodes.Usage;
        }

        var session = new CalibrateSession(context, request, subject);
        using EngineLock? owned = EngineLock.TryTake(session._file.Home, context.Time);
        return owned is null ? Refuse(context, session._file.Home, subject)
            : request.IsClean ? await session.GiveUpAsync()
            : await session.CalibrateAsync();
    }

    private static int Refuse(CommandContext context, CampaignHome home, CalibrateSubject subject) => context.Fail(
        ExitCodes.Owned, $"campaign {subject.Campaign.Name} is being calibrated by another process ({EngineLock.HolderOf(home) ?? "it has just ended"})",
        "wait for its result, or stop it: the same command goes on then");

    private async Task<int> CalibrateAsync()
    {
        CalibrationBook? book = _file.Read();
        AwsServices services = _context.Parts.OpenAws(_context, _options);
        SourceQueue? source = null;
        if (book is null || book.IsGivenUp || (book.IsClosed && _request.IsAgain))
        {
            source = await SourceQueue.ReadAsync(services, _options.Queue, _context.Stop);
            book = await BeginAsync(source, book);
        }
        else if (book.Fingerprint != _spec.Fingerprint() || !IsAsked(book))
        {
            return _context.Fail(
                ExitCodes.Usage, $"a calibration of {book.Campaign} with other types, tasks or settings {(book.IsClosed ? "has ended" : "was begun")}: stage {book.Stage} on {string.Join(", ", book.Types.Select(static t => t.Name))}",
                book.IsClosed ? "--again begins anew" : "give the same command as then to go on with it; --clean gives it up and takes its queues away");
        }

        if (book is null)
        {
            return ExitCodes.Usage;
        }

        var queues = new TypeQueues(_context, services, _subject.Campaign.Name);
        if (_request.IsDryRun)
        {
            return PrintPlan(CalibratePlanText.Of(book, _subject.Stage, queues.NameOf));
        }

        _file.Write(book);
        return await RoundsAsync(book, queues, async () => source ??= await SourceQueue.ReadAsync(services, _options.Queue, _context.Stop));
    }

    private async Task<CalibrationBook?> BeginAsync(SourceQueue source, CalibrationBook? last)
    {
        var choice = new TypeChoice(source, _subject.Stage);
        return await choice.ChooseAsync(_context, _request) is not { } types ? null : new CalibrationBook
        {
            Campaign = _subject.Campaign.Name,
            Stage = _subject.Stage.Name,
            Fingerprint = _spec.Fingerprint(),
            Most = MostOf(),
            Region = source.Services.Region,
            Environment = source.Environment.ComputeEnvironmentName,
            PricesUntil = _context.Now,
            First = _file.FreeFrom(last is null ? 1 : last.First + last.Rounds.Count),
            Types = types,
        };
    }

    private int MostOf() => (int)Math.Min(_request.Tasks, _subject.Stage.Sweep.Count);

    // Families stand for the types that they had then.
    private bool IsAsked(CalibrationBook book) => book.Stage == _subject.Stage.Name && book.Most == MostOf()
        && (_request.Types.Count == 0 || _request.Types.Distinct().Order().SequenceEqual(book.Types.Select(static type => type.Name).Order()));

    private async Task<int> RoundsAsync(CalibrationBook book, TypeQueues queues, Func<Task<SourceQueue>> source)
    {
        var rounds = new Rounds([.. book.Types.Select(static t => new Contender(t.PerHour, t.Slots))], book.Most, new TaskOrder(_subject.Stage.Sweep.Count, _spec.Dice(book.First)));
        foreach (BookedRound booked in book.Rounds)
        {
            rounds.End(SecondsOf(book, booked));
        }

        var run = new RoundRun(_context);
        while (rounds.Parts() is { Count: > 0 } parts)
        {
            string name = _file.NameOf(book.First + rounds.Number - 1);
            var home = new CampaignHome(_context.Root, name);
            await queues.EnsureAsync(await source(), [.. parts.Select(part => book.Types[part.Type])], book.Most);
            _context.Remark($"round {rounds.Number}: {Amounts.Count(parts.Sum(static part => part.Tasks.Count), "sample")} on {string.Join(", ", parts.Select(part => book.Types[part.Type].Name))} (campaign {name})");
            int code = await run.RunAsync(_spec.Of(name, book.Types, parts, queues.NameOf));
            if (code != ExitCodes.Fine)
            {
                _context.Remark("the same command goes on with the calibration; with --clean it ends what runs and takes the queues away");
                return code;
            }

            await using IObjectStore store = _context.Parts.OpenStore(_subject.Campaign.Store);
            BookedRound booked = await new RoundReading(store, _context.Stop).ReadAsync(home, book.Types);
            rounds.End(SecondsOf(book, booked));
            book = book with { Rounds = [.. book.Rounds, booked] };
            _file.Write(book);
            TellRound(book, rounds);
        }

        FaultException? left = await TidyAsync(book, queues);
        int printed = Print(CalibrateResult.Of(book, rounds));
        return left is null ? printed : _context.Fail(ExitCodes.World, $"queues of the calibration could not be taken away: {left.Message}", "the same command tries that again; they cost nothing while nothing is sent to them");
    }

    // What was measured is told even where the account does not let its queues go.
    private async Task<FaultException?> TidyAsync(CalibrationBook book, TypeQueues queues)
    {
        if (book.IsTidy)
        {
            return null;
        }

        try
        {
            _file.Write(book with { IsClosed = true });
            await queues.RemoveAsync(book.Types);
            _file.Write(book with { IsClosed = true, IsTidy = true });
            return null;
        }
        catch (FaultException fault)
        {
            return fault;
        }
    }

    // By position of the type, as rounds know it.
    private static Dictionary<int, IReadOnlyList<double>> SecondsOf(CalibrationBook book, BookedRound round) =>
        round.Types.ToDictionary(samples => book.Types.Select(static t => t.Name).ToList().IndexOf(samples.Type), static samples => samples.Seconds);

    private void TellRound(CalibrationBook book, Rounds rounds)
    {
        int left = rounds.Race.Left;
        string best = left == 0 ? "no type is left" : $"{left} of {Amounts.Count(book.Types.Count, "type")} left, {book.Types[rounds.Race.Best].Name} leads with {Forecasting.Money.Spell(rounds.Race.EstimateOf(rounds.Race.Best).Mean)} a simulation";
        double dearest = book.Types.Max(type => book.Rounds.SelectMany(static r => r.Types).Where(s => s.Type == type.Name).SelectMany(static s => s.Seconds).DefaultIfEmpty(0).Average() * type.PerHour / 3600 / type.Slots);
        double most = book.Spent + (dearest * (Rounds.BudgetOf(book.Types.Count, book.Most) - Enumerable.Range(0, book.Types.Count).Sum(type => (long)rounds.AskedOf(type))));
        _context.Remark($"round {rounds.Number - 1} has ended: {best}; spent {Forecasting.Money.Spell(book.Spent)} of at most about {Forecasting.Money.Spell(most)}");
    }

    private async Task<int> GiveUpAsync()
    {
        if (_file.Read() is not { } book || (book.IsClosed && book.IsTidy))
        {
            _context.Remark($"no calibration of {_subject.Campaign.Name} is under way here; queues named {SubmitterActions.CalibratePrefix}{_subject.Campaign.Name}-... would be another machine's");
            return ExitCodes.Fine;
        }

        int code = await new RoundRun(_context).CancelAsync(_file.NameOf(book.First + book.Rounds.Count));
        if (code != ExitCodes.Fine)
        {
            return code;
        }

        _file.Write(book with { IsClosed = true, IsGivenUp = true });
        await new TypeQueues(_context, _context.Parts.OpenAws(_context, _options), book.Campaign).RemoveAsync(book.Types);
        _file.Write(book with { IsClosed = true, IsGivenUp = true, IsTidy = true });
        _context.Remark($"the calibration of {book.Campaign} was given up and its queues are gone; what it measured is in the campaigns {string.Join(", ", book.Rounds.Select(static r => r.Campaign).DefaultIfEmpty("(none)"))}");
        return ExitCodes.Fine;
    }

    private int PrintPlan(CalibratePlan plan)
    {
        if (_context.Json)
        {
            JsonText.Line(_context.Out, plan, OutputJson.Readable.CalibratePlan);
        }
        else
        {
            _context.Out.Write(CalibratePlanText.Of(plan));
        }

        return ExitCodes.Fine;
    }

    private int Print(CalibrateResult result)
    {
        if (_context.Json)
        {
            JsonText.Line(_context.Out, CalibrateDocument.Of(result), OutputJson.Readable.CalibrateDocument);
        }
        else
        {
            _context.Out.Write(CalibrateText.Of(result));
        }

        if (_request.Svg is { } file)
        {
            try
            {
                File.WriteAllText(file, CalibrateChart.Draw(result));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return _context.Fail(ExitCodes.World, $"the chart could not be written: {e.Message}", "say another file with --svg");
            }

            _context.Remark($"dollars of a simulation by type: {file}");
        }

        return result.Chosen.Count > 0
            ? ExitCodes.Fine
            : _context.Fail(ExitCodes.TasksFailed, "no simulation was finished on any type", $"`htcflow tasks {result.Book.Rounds[^1].Campaign} --state failed` tells why");
    }
}
