using System.Security.Cryptography;
using HtcFlow.Cli.Planning;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Transfer;

namespace HtcFlow.Cli.Staging;

/// <summary>The files of this machine that a campaign's tasks need, known by their content.</summary>
internal sealed class InputStage
{
    private readonly IReadOnlyList<StagedFile> _files;

    private InputStage(CampaignSpec spec, IReadOnlyList<StagedFile> files)
    {
        Spec = spec;
        _files = files;
    }

    /// <summary>The campaign with the hashes of its files.</summary>
    public CampaignSpec Spec { get; }

    /// <summary>Number of different contents.</summary>
    public int Files => _files.Count;

    /// <summary>Their size.</summary>
    public long Bytes => _files.Sum(file => file.Bytes);

    /// <summary>Reads and hashes every file; writes nothing.</summary>
    /// <exception cref="FaultException">A file cannot be read.</exception>
    public static async Task<InputStage> HashAsync(CampaignSpec spec, CancellationToken cancellationToken)
    {
        var byPath = new Dictionary<string, StagedFile>(StringComparer.Ordinal);
        foreach (StagedInput input in StagedInput.Of(spec))
        {
            byPath[input.Path] = await HashAsync(input.Path, cancellationToken);
        }

        CampaignSpec filled = SpecHashes.Fill(spec, path => byPath[path].Sha256);
        return new InputStage(filled, [.. byPath.Values.DistinctBy(file => file.Sha256)]);
    }

    /// <summary>Puts into the store what is not there yet; safe to repeat.</summary>
    /// <exception cref="FaultException">A file changed since it was hashed, or the store fails.</exception>
    public async Task PushAsync(IObjectStore store, CancellationToken cancellationToken)
    {
        var present = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (ObjectInfo info in store.ListAsync(StoreLayout.Input(Spec.Name, ""), "", cancellationToken))
        {
            present[info.Key] = info.Bytes;
        }

        foreach (StagedFile file in _files)
        {
            string key = StoreLayout.Input(Spec.Name, file.Sha256);
            if (present.TryGetValue(key, out long bytes) && bytes == file.Bytes)
            {
                continue;
            }

            PushedFile pushed = await FileTransfer.PushAsync(store, file.Path, key, cancellationToken);
            if (pushed.Sha256 != file.Sha256)
            {
                // Under this key stands a content that is not its own; nothing refers to it yet.
                await store.DeleteAsync([key], cancellationToken);
                throw new FaultException(
                    FaultKind.Transient, "stage", file.Path, "it changed while the campaign was being submitted; submit again when it is finished");
            }
        }

        await store.FlushAsync(cancellationToken);
    }

    private static async Task<StagedFile> HashAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using FileStream file = File.OpenRead(path);
            byte[] hash = await SHA256.HashDataAsync(file, cancellationToken);
            return new StagedFile(path, Convert.ToHexStringLower(hash), file.Length);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FaultException(FaultKind.Gone, "stage", path, "there is no such file", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new FaultException(FaultKind.Denied, "stage", path, "it may not be read", e);
        }
        catch (IOException e)
        {
            throw new FaultException(FaultKind.Broken, "stage", path, e.Message, e);
        }
    }
}
