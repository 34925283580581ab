namespace HtcFlow.Aws.Tests.Identity;

/// <summary>Tests that change the process's environment, while no other test runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EnvironmentCollection
{
    public const string Name = "environment";
}
