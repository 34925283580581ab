using HtcFlow.Core.Guards;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Substitution;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Guard;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Spawn;
using HtcFlow.Runner.Stage;
using HtcFlow.Runner.Supervise;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Attempts;

/// <summary>Runs tasks from inputs to ledger key, one after the other.</summary>
internal sealed class Attempt
{
    /// <summary>After an illegal instruction that is met later than this, a command without checkpoints is not begun anew here.</summary>
    private static readonly TimeSpan s_wrongBuildShows = TimeSpan.FromSeconds(60);

    private readonly Workshop _shop;
    private readonly StageOrder _order;
    private readonly CommandLine _command;
    private readonly ProgramFinder _programs;
    private readonly StageIn _inputs;
    private readonly HarvestSetup _setup;
    private readonly LogShipper _logs;
    private readonly Registrar _registrar;

    public Attempt(Workshop shop)
    {
        _shop = shop;
        _order = shop.Assignment.Order;
        _command = new CommandLine(shop.Assignment, shop.Variable("PATH"));
        _programs = new ProgramFinder(shop);
        _inputs = new StageIn(_order, shop.Store, shop.Cache, shop.Patience);
        var uploader = new Uploader(shop.Store, shop.Patience);
        _setup = new HarvestSetup(shop, uploader);
        _logs = new LogShipper(uploader);
        _registrar = new Registrar(shop.Store, shop.Patience, () => shop.Machine, () => shop.Host);
    }

    /// <summary>Runs one task.</summary>
    /// <exception cref="FaultException">The store cannot be reached; nothing was written to the ledger.</exception>
    public async Task<Conclusion> RunAsync(long index, CancellationToken cancellationToken)
    {
        var clock = new AttemptClock(_shop.Time);
        var keys = new TaskKeys(_order, index, _shop.Assignment.Attempt);
        var bindings = new TaskBindings(_order.Campaign, _order.Stage.Name, _order.Stage.Sweep, _order.Variables, index);
        if (_shop.Scratch is null)
        {
            return (await RunInAsync(_shop.Place ?? "", null, index, keys, bindings, clock, cancellationToken)).Conclusion;
        }

        if (await _registrar.IsAcceptedAsync(keys, cancellationToken))
        {
            _shop.Note($"{_order.Campaign} {index} has succeeded before and is not run again; another --name or --index is another task");
            await _registrar.RepeatAsync(keys, clock.Milliseconds, cancellationToken);
            return Conclusion.Success;
        }

        using Scratch scratch = _shop.Scratch.Take(
            $"{_order.Campaign}.{_order.Stage.Name}.{index}.a{keys.Attempt}.{Environment.ProcessId}");
        _shop.Streams?.Begin(scratch.Directory);
        AttemptResult result = await RunInAsync(_shop.Place ?? scratch.Directory, _shop.Place is null ? scratch : null, index, keys, bindings, clock, cancellationToken);
        _shop.Streams?.Finish();
        await _logs.ShipAsync(scratch.Directory, keys, cancellationToken);
        await _registrar.RegisterAsync(keys, Report(index, keys, clock, result), cancellationToken);
        return result.Conclusion;
    }

    /// <summary>Runs the command; when its build was the wrong one for this processor, runs the next lower one as if the attempt began there.</summary>
    private async Task<AttemptResult> RunInAsync(
        string place, Scratch? scratch, long index, TaskKeys keys, TaskBindings bindings, AttemptClock clock, CancellationToken cancellationToken)
    {
        var shelf = new OutputShelf();
        string note = "";
        while (true)
        {
            (Preparation? ready, Refusal? refusal) = await PrepareAsync(place, index, keys, bindings, shelf, clock, cancellationToken);
            if (ready is null)
            {
                return AttemptResult.Refused(refusal!);
            }

            string word = ready.Plan.Arguments[0];
            FoundProgram? program = await clock.StageInAsync(_programs.FindAsync(word, _command.SearchPath([.. ready.Plan.Environment]), cancellationToken));
            if (program is null)
            {
                return AttemptResult.Refused(CannotStart(word, "it was not found, or has no build for this processor"), ready.Harvest);
            }

            if (_shop.Supervisor.IsStopping)
            {
                return AttemptResult.NotStarted(ready.Harvest);
            }

            var subject = new GuardSubject(place, ready.Harvest?.Progress, ready.Harvest?.InheritedBytes ?? 0);
            var guards = new GuardPost(LimitsOf(index), _order.Siblings, subject, _shop.Senses, _shop.Time);
            string build = program.Build + note;
            RunResult? run = Run(ready.Plan with { Program = program.Path }, guards, ready.Harvest, build, out int error);
            if (run is null)
            {
                return AttemptResult.Refused(CannotStart(word, Errno.Text(error) + HintFor(error)), ready.Harvest);
            }

            if (ready.Harvest is not null)
            {
                await ready.Harvest.Harvest.LookAsync(null, StateAfter(run.End), cancellationToken);
            }

            if (!IsWrongBuild(run, program))
            {
                return AttemptResult.Ran(run, build, ready.Harvest) with { Pace = guards.Pace(run.Elapsed) };
            }

            note = $" (after SIGILL in {program.Build})";
            _shop.Warn($"the {program.Build} build of '{word}' met an illegal instruction; going on with the next lower one");
            _shop.Level.LowerTo(program.Below!.Value);
            scratch?.Empty();
        }
    }

    /// <summary>Puts inputs and checkpoint in place.</summary>
    private async Task<(Preparation? Ready, Refusal? Refusal)> PrepareAsync(
        string place, long index, TaskKeys keys, TaskBindings bindings, OutputShelf shelf, AttemptClock clock, CancellationToken cancellationToken)
    {
        try
        {
            HarvestPieces? harvest = null;
            Refusal? refusal = await clock.StageInAsync(_inputs.RunAsync(index, bindings, place, cancellationToken));
            if (refusal is null)
            {
                (harvest, refusal) = await _setup.PrepareAsync(keys, bindings, place, shelf, cancellationToken);
                clock.Restored += harvest?.RestoreTime ?? TimeSpan.Zero;
            }

            var plan = new SpawnPlan("", _command.Arguments(bindings), _command.Environment(bindings, index), place);
            return refusal is null ? (new Preparation(plan, harvest), null) : (null, refusal);
        }
        catch (TemplateException e)
        {
            return (null, new Refusal(ExitCode.InputMissing, $"a template cannot be filled in: {e.Message}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk is full, or one input's name is another one's directory.
            return (null, new Refusal(ExitCode.InputMissing, $"the inputs cannot be put in place: {e.Message}"));
        }
    }

    private RunResult? Run(SpawnPlan plan, GuardPost guards, HarvestPieces? harvest, string build, out int error)
    {
        int signal = _order.Stage.Checkpoint is { } checkpoint ? SignalNames.NumberOf(checkpoint.Signal) : 0;
        if (harvest is not null)
        {
            harvest.Plan.Build = build;
            _shop.Watch.Begin(plan.Directory, harvest.Harvest, harvest.Progress);
        }

        RunResult? run = _shop.Supervisor.Run(plan, new RunRules(guards, _shop.Settings.Grace, signal, harvest?.Progress), out error);
        if (harvest is not null)
        {
            _shop.Watch.End();
            if (harvest.Progress.Failure is { } failure)
            {
                throw failure;
            }
        }

        return run;
    }

    /// <summary>With checkpoints what is lost is little whenever it happens; without them the engine shall know that all was.</summary>
    private bool IsWrongBuild(RunResult run, FoundProgram program) =>
        run.End.ExitCode == ExitCode.SignalBase + Signal.IllegalInstruction
        && run.Stop is null
        && program.Below is not null
        && (_order.Stage.Checkpoint is not null || run.Elapsed < s_wrongBuildShows);

    /// <summary>A shell reports the killing of the program it waits for as 128 + signal, and exits itself.</summary>
    private static CommandState StateAfter(ChildEnd end) =>
        end.ExitCode > ExitCode.SignalBase ? CommandState.Killed : CommandState.Ended;

    private static Refusal CannotStart(string word, string why) => new(ExitCode.CannotStart, $"'{word}' cannot be started: {why}");

    private static string HintFor(int error) => error switch
    {
        Errno.NotExecutable => " (a script needs a first line such as #!/bin/sh)",
        Errno.Denied => " (is it marked executable? an input is with `executable: true`)",
        _ => "",
    };

    private GuardLimits LimitsOf(long index) => GuardLimits.For(_order.Stage, _order.RisesOf(index));

    private AttemptReport Report(long index, TaskKeys keys, AttemptClock clock, AttemptResult result) => new()
    {
        Campaign = _order.Campaign,
        Stage = _order.Stage.Name,
        Index = index,
        Attempt = keys.Attempt,
        Array = _order.Array,
        Outcome = result.Conclusion.Outcome,
        Exit = result.Conclusion.Exit,
        Reason = result.Conclusion.Reason,
        Started = clock.Started,
        WallMilliseconds = clock.Milliseconds,
        StageInMilliseconds = (long)clock.StagedIn.TotalMilliseconds,
        RestoreMilliseconds = (long)clock.Restored.TotalMilliseconds,
        CpuMilliseconds = (long)result.Cpu.TotalMilliseconds,
        Host = _shop.Host,
        Machine = _shop.Machine,
        Build = result.Build,
        Limits = LimitsOf(index),
        Pace = result.Pace,
        Instance = _shop.Spot.Instance,
        RestoredFrom = result.Harvest?.RestoredFrom ?? 0,
        Files = result.Harvest?.Shelf.Files ?? [],
    };

    /// <summary>What stands ready to be run.</summary>
    private sealed record Preparation(SpawnPlan Plan, HarvestPieces? Harvest);
}
