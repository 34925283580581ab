using System.Globalization;
using HtcFlow.Backends.Simulated;
using HtcFlow.Core.Ports;
using HtcFlow.Testing;

namespace HtcFlow.Backends.Tests.Simulated;

/// <summary>The in-memory twin on stage.</summary>
internal sealed class InMemoryStage : IBackendStage
{
    private readonly InMemoryBackend _backend;
    private readonly List<StartedElement> _held = [];
    private bool _isReleased;

    internal InMemoryStage(int slots)
    {
        var options = new InMemoryOptions { Rule = Play };
        _backend = new InMemoryBackend(
            options with { Hosts = 2, Capabilities = options.Capabilities with { Slots = slots } }, new FakeTimeProvider());
    }

    public IBackend Backend => _backend;

    public long Effort => _backend.Started;

    public int Started => (int)_backend.Started;

    public string Host => "host-0";

    public bool HasOtherHosts => true;

    public ArrayAsk Prepare(ArrayAsk ask) => ask;

    public async Task ReleaseAsync()
    {
        _isReleased = true;
        foreach (StartedElement held in _held)
        {
            ArrayStatus status = await _backend.StatusAsync(new JobHandle(held.Ask.Name, ""));
            if (status.Running.PositionOf(held.Element) >= 0)
            {
                await _backend.EndAsync(held.Ask.Name, held.Element, new ElementPlay());
            }
        }
    }

    public void LoseReplies(bool areLost)
    {
        if (areLost)
        {
            _backend.Inject(BackendOperation.Submit, BackendTrouble.LostAfter);
        }
    }

    public Task SetOutageAsync(bool isOut)
    {
        _backend.IsOutage = isOut;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    private ElementPlay Play(StartedElement started)
    {
        string word = Script.WordOf(started.Ask.Environment[Script.Words], started.Element);
        if (word == Script.Hold && !_isReleased)
        {
            _held.Add(started);
            return ElementPlay.Held;
        }

        return word switch
        {
            Script.Hold => new ElementPlay(),
            Script.Kill => ElementPlay.Vanish(137, "killed"),
            _ => new ElementPlay { Exit = int.Parse(word, CultureInfo.InvariantCulture) },
        };
    }
}
