using System.Text.Json;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Wire.Orders;

/// <summary>Reads a sweep.</summary>
internal static class SweepElement
{
    public static Sweep Read(JsonElement sweep) => new(sweep.List("dimensions", DimensionOf));

    private static Dimension DimensionOf(JsonElement dimension) =>
        new(dimension.List("axes", axis => new Axis(axis.Text("name"), ValuesOf(axis.Required("values")))));

    private static AxisValues ValuesOf(JsonElement values) => values.Text("kind") switch
    {
        "list" => new AxisValues.Listed(values.List("items", Elements.Whole)),
        "integers" => new AxisValues.Integers(
            values.Required("first").GetInt64(), values.Required("step").GetInt64(), values.Required("length").GetInt64()),
        "decimals" => new AxisValues.Decimals(
            values.Required("from").GetDecimal(), values.Required("step").GetDecimal(),
            values.Required("length").GetInt64(), values.Required("scale").GetInt32()),
        string kind => throw new FormatException($"Axis values of kind '{kind}' are unknown to this version."),
    };
}
