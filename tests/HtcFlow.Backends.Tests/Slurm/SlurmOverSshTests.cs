using HtcFlow.Backends.Commands.Ssh;
using HtcFlow.Core.Ports;
using HtcFlow.Testing.Ssh;

namespace HtcFlow.Backends.Tests.Slurm;

/// <summary>The contract, kept on a real cluster whose commands run on a login node behind a real <c>sshd</c>, which goes away in an outage.</summary>
[Collection(nameof(Slurm))]
public sealed class SlurmOverSshTests : BackendContract, IDisposable
{
    private readonly SshServer _login = new();

    protected override StageAbility Abilities => StageAbility.All;

    public void Dispose() => _login.Dispose();

    protected override async Task<IBackendStage> OpenAsync() => await SlurmStage.OpenAsync(
        options => options with { Via = new SshOptions { Address = SshAddress.Parse("ssh://login.cluster")!, Program = _login.Client } }, _login.Cut);

    protected override Task ReadyAsync(IBackendStage stage, JobHandle handle) => ((SlurmStage)stage).HeldAsync(0, 1);
}
