using HtcFlow.Runner.Ship.Traffic;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Ship.Traffic;

public sealed class RestlessFilesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RestlessFiles _files;

    public RestlessFilesTests() => _files = new RestlessFiles(_time);

    [Fact]
    public void TakeDue_FirstChange_IsDueAtOnce()
    {
        _files.Note("a", true);
        _files.Note("b", false);

        Assert.Equal(["a"], _files.TakeDue());
        Assert.Empty(_files.TakeDue());
    }

    [Fact]
    public void TakeDue_ChangesAgainAndAgain_IsTriedEverMoreRarely()
    {
        int tries = 0;
        for (int tick = 0; tick < 36_000; tick++)
        {
            _files.Note("a", true);
            tries += _files.TakeDue().Count;
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(tries, 60, 75); // an hour: eight doublings within the first minute, then one a minute
    }

    [Fact]
    public void Calm_ShippedAfterAll_ForgetsWhatWas()
    {
        for (int i = 0; i < 5; i++)
        {
            _files.Note("a", true);
            _time.Advance(TimeSpan.FromMinutes(2));
            _files.TakeDue();
        }

        _files.Calm("a");
        _files.Note("a", true);
        Assert.False(_files.IsTooSoon("a"));
    }

    [Fact]
    public void PauseAfter_Versions_DoublesUpToTenMinutes()
    {
        Assert.Equal(TimeSpan.FromSeconds(10), RestlessFiles.PauseAfter(1));
        Assert.Equal(TimeSpan.FromSeconds(80), RestlessFiles.PauseAfter(4));
        Assert.Equal(TimeSpan.FromMinutes(10), RestlessFiles.PauseAfter(1000));
    }
}
