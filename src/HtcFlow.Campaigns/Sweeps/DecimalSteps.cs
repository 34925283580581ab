using System.Globalization;
using System.Numerics;
using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Campaigns.Sweeps;

/// <summary>Reads <c>{from, to, step}</c>: equally spaced decimals without any binary floating point.</summary>
internal static class DecimalSteps
{
    // A decimal holds 28 digits whatever their point; all values, written with the common number of places, must fit.
    private const int MostDigits = 28;

    private static readonly BigInteger s_limit = BigInteger.Pow(10, MostDigits);

    /// <summary>Reads the values; null after a problem was reported.</summary>
    public static AxisValues? Read(AxisDraft.Steps draft, ProblemList problems)
    {
        if (draft is not { From: { } fromNode, To: { } toNode, Step: { } stepNode })
        {
            return null;
        }

        if (Parse(fromNode, problems) is not { } from || Parse(toNode, problems) is not { } to || Parse(stepNode, problems) is not { } step)
        {
            return null;
        }

        int scale = Math.Max(from.Scale, Math.Max(to.Scale, step.Scale));
        BigInteger first = Units(from, scale), last = Units(to, scale), distance = Units(step, scale);
        if (BigInteger.Abs(first) >= s_limit || BigInteger.Abs(last) >= s_limit || BigInteger.Abs(last - first) >= s_limit || BigInteger.Abs(distance) >= s_limit)
        {
            problems.Error(fromNode.Place, $"the axis needs more than {MostDigits} digits", "use fewer places behind the point");
            return null;
        }

        return Spaced(draft, (first, last, distance, scale), (from, step), problems);
    }

    private static AxisValues? Spaced(
        AxisDraft.Steps draft, (BigInteger First, BigInteger Last, BigInteger Step, int Scale) axis, (decimal From, decimal Step) exact, ProblemList problems)
    {
        if (axis.Step.IsZero)
        {
            problems.Error(draft.Step!.Place, "the step is 0", "write the distance between neighbours, or a list of values");
            return null;
        }

        if ((axis.Last - axis.First).Sign * axis.Step.Sign < 0)
        {
            string sign = axis.Step.Sign > 0 ? "a negative" : "a positive";
            problems.Error(
                draft.Step!.Place,
                $"the step {draft.Step.Value} leads away from {draft.To!.Value}",
                $"write {sign} step, or exchange 'from' and 'to'");
            return null;
        }

        BigInteger length = ((axis.Last - axis.First) / axis.Step) + 1;
        if (length > Sweep.MaxTasks)
        {
            problems.Error(draft.Step!.Place, "the axis has more than 2^40 values", "a sweep has at most 2^40 elements; take a larger step");
            return null;
        }

        // The last value only lies inside [from, to], so the products below cannot overflow either.
        bool isWhole = axis.Scale == 0 && BigInteger.Abs(axis.First) < long.MaxValue / 2 && BigInteger.Abs(axis.Last) < long.MaxValue / 2
            && BigInteger.Abs(axis.Step) < long.MaxValue / 2;
        return isWhole
            ? new AxisValues.Integers((long)axis.First, (long)axis.Step, (long)length)
            : new AxisValues.Decimals(exact.From, exact.Step, (long)length, axis.Scale);
    }

    // The value with exactly the places that are written: 0.10 keeps two, 1e-3 has three.
    private static decimal? Parse(ScalarNode node, ProblemList problems)
    {
        int digits = node.Value.TakeWhile(c => c is not ('e' or 'E')).Count(char.IsAsciiDigit);
        if (digits <= MostDigits
            && decimal.TryParse(node.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)
            && (value != 0 || !node.Value.TakeWhile(c => c is not ('e' or 'E')).Any(c => c is >= '1' and <= '9')))
        {
            return value;
        }

        problems.Error(node.Place, $"{Wording.Quote(node.Value)} is a number too large, too small or too long to be kept exactly", $"write at most {MostDigits} digits");
        return null;
    }

    private static BigInteger Units(decimal value, int scale)
    {
        // Bits 0-95 of a decimal are its digits without the point.
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var digits = (new BigInteger((uint)bits[2]) << 64) + (new BigInteger((uint)bits[1]) << 32) + (uint)bits[0];
        return (value < 0 ? -digits : digits) * BigInteger.Pow(10, scale - value.Scale);
    }
}
