using HtcFlow.Core.Substitution;
using HtcFlow.Core.Tests.Stories;

namespace HtcFlow.Core.Tests.Substitution;

public sealed class TaskBindingsTests
{
    private static readonly TaskBindings s_bindings = new(
        "hamr", "write", Make.Sweep(("density", 3), ("seed", 4)), new Dictionary<string, string> { ["steps"] = "100", ["seed"] = "shadowed" }, 6);

    [Fact]
    public void Lookup_FixedNames_AllHaveAValue() => Assert.All(TaskBindings.Fixed, name => Assert.NotNull(s_bindings.Lookup(name)));

    [Fact]
    public void Lookup_DottedNames_AreTheFixedOnesOnly()
    {
        string[] parts = ["campaign", "stage", "task", "name", "count", "index", "attempt", "density", "steps"];
        IEnumerable<string> dotted = parts.SelectMany(a => parts.Select(b => a + "." + b));

        Assert.Equal(TaskBindings.Fixed.Order(), dotted.Where(n => s_bindings.Lookup(n) is not null).Order());
    }

    [Fact]
    public void Render_EveryKindOfName_IsFilledIn() => Assert.Equal(
        "hamr write 12 6 15 20 100",
        s_bindings.Render("${campaign.name} ${stage.name} ${stage.count} ${task.index} ${density} ${seed} ${steps}"));

    [Fact]
    public void Render_UnknownName_IsRefused() => Assert.Throws<TemplateException>(() => s_bindings.Render("${pitch}"));
}
