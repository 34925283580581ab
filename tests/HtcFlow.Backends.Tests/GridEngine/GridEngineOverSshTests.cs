using HtcFlow.Backends.Commands.Ssh;
using HtcFlow.Backends.Tests.Clusters;
using HtcFlow.Core.Ports;
using HtcFlow.Testing.GridEngine;
using HtcFlow.Testing.Ssh;

namespace HtcFlow.Backends.Tests.GridEngine;

/// <summary>The contract, kept on a real cell whose commands run on a login node behind a real <c>sshd</c>, which goes away in an outage.</summary>
[Collection(nameof(GridEngine))]
public sealed class GridEngineOverSshTests : ClusterContract, IDisposable
{
    private readonly SshServer _login = new();

    public void Dispose() => _login.Dispose();

    // The length of the accounting data is asked for through the login node as well.
    protected override int CommandsOfALook => 2;

    protected override int CommandsOfASubmission => 3;

    [Fact]
    public async Task Open_RunnerOfThisMachine_IsPlacedAndRun()
    {
        string home = Directory.CreateTempSubdirectory("htcflow-home-").FullName;
        File.SetUnixFileMode(home, (UnixFileMode)0b111_101_101);
        try
        {
            await using GridEngineStage stage = await GridEngineStage.OpenAsync(GridCell.Shared, options => Via(options) with
            {
                PlacesRunner = true,
                CommandEnvironment = new Dictionary<string, string>(options.CommandEnvironment) { ["HOME"] = home },
            });
            JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-placed", 1, "0")));
            ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 1);
            Assert.Empty(status.Abnormal);
            Assert.Single(Directory.GetFiles(home, "htcflow-runner", SearchOption.AllDirectories));
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private protected override async Task<ClusterStage> OpenClusterAsync() => await GridEngineStage.OpenAsync(GridCell.Shared, Via, weather: _login.Cut);

    private Backends.GridEngine.GridEngineOptions Via(Backends.GridEngine.GridEngineOptions options) =>
        options with { Via = new SshOptions { Address = SshAddress.Parse("ssh://login.cluster")!, Program = _login.Client } };
}
