using HtcFlow.Cli.Output.Documents;
using HtcFlow.Core.State;
using HtcFlow.Engine.Views;

namespace HtcFlow.Cli.Output;

/// <summary>JSON lines: one a second while something changes, and the last state always.</summary>
internal sealed class JsonProgress(TextWriter writer, TimeProvider time, Func<string?> engine) : ProgressDisplay
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);
    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private string _last = "";
    private CampaignView? _unwritten;

    /// <inheritdoc/>
    public override async Task RunAsync(Func<Action<CampaignView>, Task> work)
    {
        await work(Show);
        if (_unwritten is not null)
        {
            Write(_unwritten);
        }
    }

    private void Show(CampaignView view)
    {
        string essence = $"{view.Phase} {PlainProgress.LineOf(view with { TasksPerSecond = 0 })}";
        if (essence == _last)
        {
            return;
        }

        _unwritten = view;
        if (time.GetUtcNow() >= _next || view.Phase == CampaignPhase.Ended)
        {
            _last = essence;
            Write(view);
        }
    }

    private void Write(CampaignView view)
    {
        JsonText.Line(writer, CampaignDocument.Of(view, engine()), OutputJson.Readable.CampaignDocument);
        _next = time.GetUtcNow() + s_interval;
        _unwritten = null;
    }
}
