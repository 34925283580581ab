using System.Text;

namespace HtcFlow.Cli.Aws.Init;

/// <summary>Says what was written and how it is applied.</summary>
internal static class StackText
{
    private const string UnknownAccount = "ACCOUNT";

    /// <summary>What there is to say.</summary>
    public static InitDocument Of(AwsStack stack, string path)
    {
        string account = stack.Account.Length > 0 ? stack.Account : UnknownAccount;
        string bucket = stack.Bucket.Length > 0 ? stack.Bucket : $"{stack.Name}-{account}-{stack.Region}";
        return new InitDocument(
            path, stack.Name, stack.Region,
            $"aws cloudformation deploy --region {stack.Region} --stack-name {stack.Name} --template-file {Quote(path)} --capabilities CAPABILITY_NAMED_IAM",
            Push(stack),
            $"aws cloudformation describe-stacks --region {stack.Region} --stack-name {stack.Name} --query \"Stacks[0].Outputs[?OutputKey=='{Template.OutputPart.Campaign}'].OutputValue\" --output text",
            CampaignBlock.Of(stack, account, bucket),
            [.. Notes(stack)]);
    }

    /// <summary>Spells it for people.</summary>
    public static string Of(InitDocument document)
    {
        var text = new StringBuilder();
        text.Append($"wrote {document.File}; nothing was made yet\n\n");
        text.Append($"1. make it:\n   {document.Deploy}\n\n");
        text.Append($"2. push an image whose entry point is htcflow-runner (see docs/aws.md; podman takes the same words):\n   {document.Push}\n\n");
        text.Append(document.Campaign.Contains(UnknownAccount, StringComparison.Ordinal)
            ? $"for the campaign file, {UnknownAccount} being the number of the account; with it once the stack is there:\n   {document.Show}\n"
            : "for the campaign file:\n");
        foreach (string line in document.Campaign.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append($"   {line}\n");
        }

        text.Append('\n');
        foreach (string note in document.Notes)
        {
            text.Append($"note: {note}\n");
        }

        return text.ToString();
    }

    private static string Push(AwsStack stack)
    {
        string registry = stack.Account.Length > 0 ? stack.Account : "$(aws sts get-caller-identity --query Account --output text)";
        return $"REGISTRY={registry}.dkr.ecr.{stack.Region}.{stack.Domain}; aws ecr get-login-password --region {stack.Region} | docker login --username AWS --password-stdin $REGISTRY"
            + $" && docker build -t $REGISTRY/{stack.Name}:{CampaignBlock.FirstTag} . && docker push $REGISTRY/{stack.Name}:{CampaignBlock.FirstTag}";
    }

    private static IEnumerable<string> Notes(AwsStack stack)
    {
        yield return $"attach the policy {Template.SubmitterPart.PolicyName(stack)} to the user or role that runs htcflow";
        foreach (TypeSet set in stack.Sets.Where(static set => set.Types.Any(InstanceTypeNames.IsArm)))
        {
            yield return $"the instances of queue {set.Name} have Arm processors: push an image for them too, and name it in the target if it is one of its own";
        }

        if (stack.HasNetwork)
        {
            yield return "each instance has a public address, which costs by the hour; a NAT gateway, which costs by the gigabyte, is not made";
        }
        else
        {
            yield return "the subnets need a way to ECS, ECR and S3: public addresses, a NAT gateway or endpoints; nothing is changed in them";
        }

        if (stack.Bucket.Length > 0)
        {
            yield return $"the bucket {stack.Bucket} must be in {stack.Region} and keeps its settings; have it end unfinished uploads after two days by a lifecycle rule";
        }

        if (stack.ExpireDays > 0)
        {
            yield return $"everything below {stack.ExpirePrefix} goes after {stack.ExpireDays} days, results as well as checkpoints: lifecycle rules know prefixes and tags, no patterns";
        }

        if (stack.Scratch == ScratchKind.None)
        {
            yield return "tasks work on the container's disk, which lies on the root volume of 30 GiB; --scratch ebs-gp3:GiB or instance-store gives them more";
        }
    }

    private static string Quote(string path) => path.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_') ? path : $"'{path.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
