using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Transfer;
using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Stage;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Restore;

/// <summary>Puts the newest checkpoint that is whole into a scratch directory.</summary>
internal sealed class Restorer
{
    private readonly IObjectStore _store;
    private readonly Patience _patience;
    private readonly Action<string> _warn;

    /// <summary>Creates a restorer.</summary>
    /// <param name="store">Store.</param>
    /// <param name="patience">How long to try.</param>
    /// <param name="warn">Told of every generation that is damaged.</param>
    public Restorer(IObjectStore store, Patience patience, Action<string> warn)
    {
        _store = store;
        _patience = patience;
        _warn = warn;
    }

    /// <summary>Tries the generations from the newest to the oldest.</summary>
    /// <returns>The manifest of what was restored, or null: the command starts from the beginning.</returns>
    /// <exception cref="FaultException">The store cannot be reached.</exception>
    public async Task<CheckpointManifest?> RestoreAsync(CheckpointStore checkpoints, string scratch, CancellationToken cancellationToken)
    {
        foreach (int sequence in checkpoints.Newest)
        {
            string? problem = "its manifest is damaged";
            CheckpointManifest? manifest = await checkpoints.ReadAsync(sequence, cancellationToken);
            if (manifest is not null && (problem = await PullAsync(manifest, scratch, cancellationToken)) is null)
            {
                return manifest;
            }

            _warn($"checkpoint {sequence} is passed over: {problem}");
        }

        return null;
    }

    /// <summary>Pulls everything aside and only then moves it into place, so that two generations are never mixed.</summary>
    private async Task<string?> PullAsync(CheckpointManifest manifest, string scratch, CancellationToken cancellationToken)
    {
        string aside = Path.Combine(scratch, Scanner.Own, "restore");
        try
        {
            foreach (StoredFile file in manifest.Files)
            {
                if (!ScratchPath.IsInside(file.Name))
                {
                    return $"'{file.Name}' would lie outside of the scratch directory";
                }

                await _patience.TryAsync(
                    async () =>
                    {
                        await FileTransfer.PullAsync(_store, file, Path.Combine(aside, file.Name), cancellationToken);
                        return true;
                    },
                    cancellationToken);
            }

            foreach (StoredFile file in manifest.Files)
            {
                string target = Path.Combine(scratch, file.Name);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Move(Path.Combine(aside, file.Name), target, overwrite: true);
            }

            return null;
        }
        catch (FaultException e) when (e.Kind is FaultKind.Gone or FaultKind.Broken)
        {
            return e.Message;
        }
        finally
        {
            if (Directory.Exists(aside))
            {
                Directory.Delete(aside, recursive: true);
            }
        }
    }
}
