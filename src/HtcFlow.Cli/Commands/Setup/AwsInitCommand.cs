using System.CommandLine;
using HtcFlow.Cli.Aws.Init;
using HtcFlow.Cli.Aws.Init.Template;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Syntax;

namespace HtcFlow.Cli.Commands.Setup;

/// <summary>Writes the template of a stack that campaigns run on; applies nothing.</summary>
internal static class AwsInitCommand
{
    private const int StandardVcpus = 1_000;

    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Option<string> name = Text("--name", "Name of the stack, and what its resources' names begin with.", "name", "htcflow");
        Option<string?> region = new("--region") { Description = "Region; AWS_REGION without it.", HelpName = "region" };
        Option<string?> account = new("--account") { Description = "Account, to be spelt out in what is printed.", HelpName = "digits" };
        Option<string[]> types = new("--types")
        {
            Description = "Instance families and types that one queue chooses from, joined by commas; again for a further queue.",
            HelpName = "c5,m5",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<int> vcpus = new("--max-vcpus") { Description = "Most virtual processors of each queue at a time.", HelpName = "n", DefaultValueFactory = static _ => StandardVcpus };
        Option<bool> network = new("--new-vpc") { Description = "Make a network of its own, as is done without --subnets." };
        Option<string?> zones = new("--zones") { Description = "Zones of the new network; the first three without it.", HelpName = "zones" };
        Option<string?> subnets = new("--subnets") { Description = "Subnets that are there, joined by commas.", HelpName = "ids" };
        Option<string?> vpc = new("--vpc") { Description = "Network of these subnets.", HelpName = "id" };
        Option<string> bucket = Text("--bucket", "Bucket that is there, or new.", "name", "new");
        Option<string> scratch = Text("--scratch", "Where tasks work: none (the container's disk), instance-store, or ebs-gp3:GiB.", "kind", "none");
        Option<string?> expire = new("--expire") { Description = "Prefix of the new bucket of which everything goes after some days, e.g. results/trial/:30.", HelpName = "prefix:days" };
        Option<bool> terminate = new("--allow-terminate") { Description = "Let the submitter terminate instances of this stack, for terminate-slow-hosts." };
        Option<bool> calibrate = new("--calibrate") { Description = "Let the submitter make and remove the queues of `htcflow calibrate`." };
        Option<string?> directory = new("--out") { Description = "Directory for the template; the current one without it.", HelpName = "dir" };
        Option<bool> force = new("--force") { Description = "Write over a template that differs." };
        return Verb.Make(
            context, "init", "Write a CloudFormation template for spot queues, images, bucket and roles; make nothing.",
            [name, region, account, types, vcpus, network, zones, subnets, vpc, bucket, scratch, expire, terminate, calibrate, directory, force],
            (c, parse) => RunAsync(
                c,
                new InitRequest
                {
                    Name = parse.GetRequiredValue(name),
                    Region = parse.GetValue(region) ?? c.Environment("AWS_REGION") ?? c.Environment("AWS_DEFAULT_REGION") ?? "",
                    Account = parse.GetValue(account) ?? "",
                    Types = parse.GetValue(types) ?? [],
                    MaxVcpus = parse.GetValue(vcpus),
                    WantsNetwork = parse.GetValue(network),
                    Zones = parse.GetValue(zones) ?? "",
                    Subnets = parse.GetValue(subnets) ?? "",
                    Vpc = parse.GetValue(vpc) ?? "",
                    Bucket = parse.GetRequiredValue(bucket),
                    Scratch = parse.GetRequiredValue(scratch),
                    Expire = parse.GetValue(expire) ?? "",
                    AllowsTerminate = parse.GetValue(terminate),
                    AllowsCalibrate = parse.GetValue(calibrate),
                },
                parse.GetValue(directory) ?? ".", parse.GetValue(force)));
    }

    private static async Task<int> RunAsync(CommandContext context, InitRequest request, string directory, bool force)
    {
        if (StackReading.Read(request, out (string Problem, string Help) wrong) is not { } stack)
        {
            return context.Fail(ExitCodes.Usage, wrong.Problem, wrong.Help);
        }

        string path = Path.Combine(directory, $"{stack.Name}.template.json");
        string template = StackTemplate.Of(stack);
        try
        {
            Directory.CreateDirectory(directory);
            if (!force && File.Exists(path) && await File.ReadAllTextAsync(path, context.Stop) != template)
            {
                return context.Fail(ExitCodes.Usage, $"{path} is there and differs", "look at it; --force writes over it, --out writes elsewhere");
            }

            await File.WriteAllTextAsync(path, template, context.Stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return context.Fail(ExitCodes.World, $"cannot write {path}: {e.Message}", "name another directory by --out");
        }

        InitDocument document = StackText.Of(stack, path);
        if (context.Json)
        {
            JsonText.Line(context.Out, document, OutputJson.Readable.InitDocument);
        }
        else
        {
            context.Out.Write(StackText.Of(document));
        }

        return ExitCodes.Fine;
    }

    private static Option<string> Text(string name, string description, string helpName, string standard) =>
        new(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => standard };
}
