using HtcFlow.Backends.Tests.Clusters;

namespace HtcFlow.Backends.Tests.Pbs;

/// <summary>The contract, kept before a stand-in for OpenPBS: what ends badly there is known by its missing ledger key alone.</summary>
public sealed class PbsContractTests : ClusterContract
{
    protected override StageAbility Abilities => StageAbility.NamesSuccesses | StageAbility.IsRemote;

    // qselect, qstat -f, qstat -t.
    protected override int CommandsOfALook => 3;

    private protected override async Task<ClusterStage> OpenClusterAsync() => await PbsStage.OpenAsync();
}
