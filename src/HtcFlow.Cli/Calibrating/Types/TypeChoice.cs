using HtcFlow.Aws.Ec2;
using HtcFlow.Cli.Aws.Init;
using HtcFlow.Cli.Output;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;

namespace HtcFlow.Cli.Calibrating.Types;

/// <summary>Finds the types that take part: those that were named, or one of each family, on which the stage's tasks fit.</summary>
/// <param name="source">Queue of the campaign.</param>
/// <param name="stage">The stage.</param>
internal sealed class TypeChoice(SourceQueue source, StageSpec stage)
{
    /// <summary>Most types: an account has 50 compute environments in a region unless more were asked for, and each type takes one.</summary>
    public const int Most = 40;

    // What the agent of ECS and the system leave of an instance's memory; 4 % and more on small ones.
    private const double MemoryShare = 0.95;
    private const long Mebibyte = 1L << 20;

    // Of a family whose sizes cost the same a processor: large enough that tasks have neighbours, as they will have in the campaign.
    private const int WantedSlots = 4;

    /// <summary>Chooses; null, after saying why, when there is nothing to compare.</summary>
    /// <exception cref="FaultException">The account does not answer.</exception>
    public async Task<IReadOnlyList<CandidateType>?> ChooseAsync(CommandContext context, CalibrateRequest request)
    {
        var refusals = new List<string>();
        IReadOnlyList<Ec2InstanceType>? types = request.Types.Count > 0
            ? await NamedAsync(context, request.Types, refusals)
            : await OfFamiliesAsync(context, request.Families);
        if (types is null)
        {
            return null;
        }

        if (types.Count > Most)
        {
            context.Fail(
                ExitCodes.Usage, $"{types.Count} types are more than can be calibrated at a time: {Most}, since each has a compute environment of its own",
                "name fewer with --types, or families such as c6i,m6i with --family");
            return null;
        }

        IReadOnlyList<string> zones = await source.ZonesAsync(context);
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> prices = types.Count == 0
            ? new Dictionary<string, IReadOnlyDictionary<string, double>>()
            : await TypePrices.AskAsync(source.Services.Ec2, [.. types.Select(static t => t.Name)], zones, context.Now, context.Stop);
        refusals.AddRange(types.Where(t => !prices.ContainsKey(t.Name)).Select(t => $"{t.Name} has no spot price in {(zones.Count > 0 ? string.Join(", ", zones) : source.Services.Region)}"));
        CandidateType[] fit = [.. types.Where(t => prices.ContainsKey(t.Name)).Select(t => new CandidateType(
            t.Name, t.Vcpus, t.MemoryMebibytes, SlotsOf(t), prices[t.Name].Values.Average(), [.. prices[t.Name].Keys.Order(StringComparer.Ordinal)]))];
        return Judge(context, request, fit, refusals);
    }

    /// <summary>Tasks of the stage that fit into an instance.</summary>
    public int SlotsOf(Ec2InstanceType type)
    {
        long byProcessors = type.Vcpus / stage.Resources.Vcpus;
        long byMemory = stage.Resources.MemoryBytes == 0 ? byProcessors : (long)(type.MemoryMebibytes * MemoryShare) * Mebibyte / stage.Resources.MemoryBytes;
        return (int)Math.Min(byProcessors, byMemory);
    }

    private static CandidateType[]? Judge(CommandContext context, CalibrateRequest request, CandidateType[] fit, List<string> refusals)
    {
        // What was named and cannot take part would be missed in the result; what a family has too much is simply left out.
        if (refusals.Count > 0 && request.Types.Count > 0)
        {
            context.Fail(ExitCodes.Usage, string.Join("; ", refusals), "leave it out of --types, or change what the stage needs");
            return null;
        }

        if (fit.Length < 2)
        {
            context.Fail(
                ExitCodes.Usage, fit.Length == 1 ? $"there is nothing to compare {fit[0].Name} with" : "no type is left to calibrate",
                "name at least two types with --types, or families with --family");
            return null;
        }

        foreach (string refusal in refusals)
        {
            context.Remark($"left out: {refusal}");
        }

        return fit;
    }

    private async Task<IReadOnlyList<Ec2InstanceType>?> NamedAsync(CommandContext context, IReadOnlyList<string> names, List<string> refusals)
    {
        if (names.FirstOrDefault(static name => !name.Contains('.', StringComparison.Ordinal)) is { } family)
        {
            context.Fail(ExitCodes.Usage, $"'{family}' is no instance type", $"write types such as c5.4xlarge, or --family {family} for its types");
            return null;
        }

        try
        {
            IReadOnlyList<Ec2InstanceType> types = await source.Services.Ec2.InstanceTypesAsync([.. names.Distinct(StringComparer.Ordinal)], context.Stop);
            refusals.AddRange(types.Select(RefusalOf).OfType<string>());
            return [.. types.Where(type => RefusalOf(type) is null).OrderBy(type => names.ToList().IndexOf(type.Name))];
        }
        catch (FaultException fault) when (fault.Kind is FaultKind.Broken or FaultKind.Gone)
        {
            context.Fail(
                ExitCodes.Usage, $"{source.Services.Region} does not know all of these types: {fault.Detail}",
                "`aws ec2 describe-instance-types --query 'InstanceTypes[].InstanceType'` lists those that it knows");
            return null;
        }
    }

    private async Task<IReadOnlyList<Ec2InstanceType>?> OfFamiliesAsync(CommandContext context, IReadOnlyList<string> families)
    {
        IReadOnlyList<Ec2InstanceType> all = await source.Services.Ec2.InstanceTypesAsync([], context.Stop);
        Ec2InstanceType[] ofFamilies = [.. all.Where(type => families.Any(family => IsOf(type.Name, family)))];
        if (families.FirstOrDefault(family => !ofFamilies.Any(type => IsOf(type.Name, family))) is { } unknown)
        {
            context.Fail(ExitCodes.Usage, $"{source.Services.Region} has no family '{unknown}'", "write letters such as c,m,r, or families such as c6i");
            return null;
        }

        Ec2InstanceType[] chosen =
        [
            .. ofFamilies.Where(type => type.IsCurrent && !type.Name.Contains(".metal", StringComparison.Ordinal) && RefusalOf(type) is null)
                .GroupBy(static type => type.Name.Split('.')[0])
                .Select(family => family.OrderBy(type => SlotsOf(type) < WantedSlots ? int.MaxValue - SlotsOf(type) : type.Vcpus).First())
                .OrderBy(static type => type.Name, StringComparer.Ordinal),
        ];
        if (chosen.Length == 0)
        {
            Ec2InstanceType first = ofFamilies.FirstOrDefault(static type => type.IsCurrent) ?? ofFamilies[0];
            context.Fail(
                ExitCodes.Usage, $"no type of {string.Join(", ", families)} can run stage {stage.Name}: {RefusalOf(first) ?? $"{first.Name} is not of a current generation"}",
                "name other families, or change what the stage needs");
            return null;
        }

        return chosen;
    }

    // A letter stands for all families that begin with it and their generation's number; a name for itself.
    private static bool IsOf(string type, string family)
    {
        string own = type.Split('.')[0];
        return own == family || (family.All(char.IsAsciiLetterLower) && own.Length > family.Length && own.StartsWith(family, StringComparison.Ordinal) && char.IsAsciiDigit(own[family.Length]));
    }

    private string? RefusalOf(Ec2InstanceType type)
    {
        ResourceSpec needs = stage.Resources;
        bool isArm = type.Architectures.Count > 0 ? type.Architectures.Contains("arm64") : InstanceTypeNames.IsArm(type.Name);
        int most = source.Resources.MaxVcpus ?? int.MaxValue;
        return isArm != source.IsArm ? $"{type.Name} has {(isArm ? "Arm" : "x86")} processors, and the machines of queue {source.Queue} have others, for which the image is made"
            : SlotsOf(type) < 1 ? $"a task of stage {stage.Name} does not fit into {type.Name}: it needs {Amounts.Count(needs.Vcpus, "vCPU")}{(needs.MemoryBytes > 0 ? $" and {Amounts.Size(needs.MemoryBytes)}" : "")}, {type.Name} has {type.Vcpus} and {Amounts.Size(type.MemoryMebibytes * Mebibyte)}"
            : type.UsageClasses.Count > 0 && !type.UsageClasses.Contains("spot") ? $"{type.Name} is not sold on the spot market"
            : type.Vcpus > most ? $"{type.Name} has {type.Vcpus} vCPUs, more than environment {source.Environment.ComputeEnvironmentName} may start ({most})"
            : null;
    }
}
