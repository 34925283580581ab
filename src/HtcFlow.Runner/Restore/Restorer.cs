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
    /// <summary>Files at a time: enough to hide a remote store's latency; the kernel's own reading ahead does the rest.</summary>
    private const int Abreast = 8;

    /// <summary>How often to look for generations that came while older ones were tried.</summary>
    private const int Rounds = 3;

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
    /// <remarks>An earlier attempt that is still alive may remove old generations while they are tried, but only after it has committed newer
    /// ones: so when none was whole, they are listed once more.</remarks>
    /// <returns>The manifest of what was restored, or null: the command starts from the beginning.</returns>
    /// <exception cref="FaultException">The store cannot be reached.</exception>
    public async Task<CheckpointManifest?> RestoreAsync(CheckpointStore checkpoints, string scratch, CancellationToken cancellationToken)
    {
        var tried = new HashSet<GenerationId>();
        for (int round = 0; round < Rounds; round++)
        {
            GenerationId[] untried = [.. checkpoints.Newest.Where(tried.Add)];
            foreach (GenerationId generation in untried)
            {
                string? problem = "its manifest is damaged";
                CheckpointManifest? manifest = await checkpoints.ReadAsync(generation, cancellationToken);
                if (manifest is not null && (problem = await PullAsync(manifest, scratch, cancellationToken)) is null)
                {
                    return manifest;
                }

                _warn($"checkpoint {generation.Sequence} of attempt {generation.Attempt} is passed over: {problem}");
            }

            if (untried.Length == 0)
            {
                break;
            }

            await checkpoints.ListAsync(cancellationToken);
        }

        return null;
    }

    /// <summary>Pulls everything aside and only then moves it into place, so that two generations are never mixed.</summary>
    private async Task<string?> PullAsync(CheckpointManifest manifest, string scratch, CancellationToken cancellationToken)
    {
        if (manifest.Files.FirstOrDefault(f => !ScratchPath.IsInside(f.Name)) is { } outside)
        {
            return $"'{outside.Name}' would lie outside of the scratch directory";
        }

        string aside = Path.Combine(scratch, Scanner.Own, "restore");
        try
        {
            await Parallel.ForEachAsync(
                manifest.Files,
                new ParallelOptions { MaxDegreeOfParallelism = Abreast, CancellationToken = cancellationToken },
                async (file, token) => await _patience.TryAsync(
                    async () =>
                    {
                        await FileTransfer.PullAsync(_store, file, Path.Combine(aside, file.Name), token);
                        return true;
                    },
                    token));
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
