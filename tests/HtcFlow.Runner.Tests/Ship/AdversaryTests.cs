using System.Collections.Concurrent;
using System.Security.Cryptography;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Tests.Ship;

/// <summary>Programs that change their files while these are shipped, and more files at once than the kernel tells of.</summary>
public sealed class AdversaryTests : IDisposable
{
    private const int Writers = 4;
    private const int WritesEach = 2_500;
    private const int Burst = 20_000;

    private readonly Field _field = new();
    private readonly DirectoryWatch _watch = new();
    private readonly Bell _bell = new();
    private readonly HashSet<string> _checked = new(StringComparer.Ordinal);

    public void Dispose() => _field.Dispose();

    [Fact]
    public async Task Harvest_FilesChangeWhileTheyAreShipped_AcknowledgesOnlyStatesInWhichTheyWereClosed()
    {
        Harvest harvest = await _field.HarvestAsync(["*.dat"]);
        var states = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        Thread[] writers = [.. Enumerable.Range(0, Writers).Select(number => new Thread(() =>
        {
            var writer = new RestlessWriter(_field.Scratch.Root, number, states);
            for (int i = 0; i < WritesEach; i++)
            {
                writer.Write();
            }
        }))];
        Begin(harvest);
        Array.ForEach(writers, w => w.Start());
        while (writers.Any(w => w.IsAlive))
        {
            Turn(harvest);
            await CheckAsync(states);
        }

        await harvest.LookAsync(null, CommandState.Ended, TestContext.Current.CancellationToken);
        await CheckAsync(states);
        Assert.True(_checked.Count > 100, $"only {_checked.Count} states were acknowledged");
        foreach (StoredFile file in _field.Shelf.Files)
        {
            byte[] local = await File.ReadAllBytesAsync(_field.Scratch.At(file.Name), TestContext.Current.CancellationToken);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(local)), file.Sha256);
        }
    }

    [Fact]
    public async Task Harvest_BurstThatOverflowsTheQueue_LosesNothing()
    {
        Harvest harvest = await _field.HarvestAsync(["out/**"]);
        Begin(harvest);
        Directory.CreateDirectory(_field.Scratch.At("out"));
        Turn(harvest);
        for (int i = 0; i < Burst; i++)
        {
            File.WriteAllBytes(_field.Scratch.At("out", "f" + i), [1]); // three events each, of which 16,384 in all are kept
        }

        bool isOverflown = false;
        while (_field.Shelf.Names.Count < Burst)
        {
            isOverflown |= Turn(harvest);
        }

        Assert.True(isOverflown || _watch.IsBlind);
        Assert.Equal((0, 0L), (_field.Progress.Backlog.Files, _field.Progress.Backlog.Bytes));
    }

    private void Begin(Harvest harvest)
    {
        harvest.Bell = _bell.Ring;
        _watch.Turn(_field.Scratch.Root);
        harvest.Look(_watch.Add, CommandState.Running);
    }

    /// <summary>One turn of the watching thread; the clock goes on by a minute with each, so that nothing is put off.</summary>
    private bool Turn(Harvest harvest)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var directories = new HashSet<string>(StringComparer.Ordinal);
        bool everything = _bell.Wait(TimeSpan.FromMilliseconds(20), _watch.Descriptor) && _watch.Read(names, directories);
        _field.Time.Advance(TimeSpan.FromMinutes(1));
        if (everything || _watch.IsBlind || !harvest.LookAt(names, directories, _watch.Add))
        {
            harvest.Look(_watch.Add, CommandState.Running);
        }

        harvest.Tend();
        return everything;
    }

    private async Task CheckAsync(ConcurrentDictionary<string, bool> states)
    {
        foreach (StoredFile file in _field.Shelf.Files)
        {
            if (!_checked.Add(file.Key))
            {
                continue;
            }

            Assert.True(states.ContainsKey($"{file.Name} {file.Sha256}"), $"{file.Key} is a state that '{file.Name}' was never closed in");
            Assert.Equal(file.Bytes, (await _field.ReadBytesAsync(file)).Length); // pulling verifies the hash
        }
    }
}
