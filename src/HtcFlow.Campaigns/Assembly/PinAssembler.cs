using HtcFlow.Campaigns.Drafts;

namespace HtcFlow.Campaigns.Assembly;

/// <summary>Checks which targets stages are pinned to.</summary>
internal static class PinAssembler
{
    /// <summary>Names of the targets that a stage may use, each once; null for any.</summary>
    public static IReadOnlyList<string>? Assemble(StageContext stage, BackendDraft backend)
    {
        if (stage.Draft.Targets is not { } pins)
        {
            return null;
        }

        string[] known = [.. backend.Targets.Select(target => target.Key.Value)];
        var names = new List<string>();
        foreach (var pin in pins)
        {
            if (!known.Contains(pin.Value))
            {
                string whenNone = backend.Kind == "local"
                    ? "remove them: the backend 'local' is this machine alone"
                    : $"add 'targets' to {Wording.Quote(backend.Kind)} under 'backend', or remove them here";
                stage.Bench.Problems.Error(
                    pin.Place, $"the backend has no target {Wording.Quote(pin.Value)}", Nearest.Advice(pin.Value, known, whenNone));
            }
            else if (names.Contains(pin.Value))
            {
                stage.Bench.Problems.Error(pin.Place, $"the target {Wording.Quote(pin.Value)} stands twice under 'targets'", "remove one of them");
            }
            else
            {
                names.Add(pin.Value);
            }
        }

        return names;
    }
}
