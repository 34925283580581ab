using HtcFlow.Core.Ports;
using HtcFlow.Engine.Journal;

namespace HtcFlow.Engine.Tests.Journal;

public sealed class MemoryJournalTests : JournalContract
{
    private readonly MemoryJournal _journal = new();

    protected override IJournal Reopen() => _journal;

    public override void Dispose()
    {
        _journal.Dispose();
        base.Dispose();
    }
}
