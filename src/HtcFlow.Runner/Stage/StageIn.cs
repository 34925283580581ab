using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Substitution;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Transfer;
using HtcFlow.Runner.Ship;

namespace HtcFlow.Runner.Stage;

/// <summary>Puts a task's inputs into its scratch directory; unless every one is there and verified, the command does not start.</summary>
internal sealed class StageIn
{
    /// <summary>Transfers at a time, to hide a remote store's latency.</summary>
    private const int Abreast = 8;

    private readonly StageOrder _order;
    private readonly IObjectStore _store;
    private readonly ContentCache _cache;
    private readonly Patience _patience;
    private readonly UpstreamFiles _upstream;
    private readonly Dictionary<string, Template> _templates = new(StringComparer.Ordinal);

    public StageIn(StageOrder order, IObjectStore store, ContentCache cache, Patience patience)
    {
        _order = order;
        _store = store;
        _cache = cache;
        _patience = patience;
        _upstream = new UpstreamFiles(order, store, patience);
    }

    /// <summary>Puts everything in place.</summary>
    /// <returns>Null, or why the command cannot start.</returns>
    /// <exception cref="FaultException">The store cannot be reached.</exception>
    /// <exception cref="TemplateException">A name in a template is unknown.</exception>
    public async Task<Refusal?> RunAsync(long index, TaskBindings bindings, string scratch, CancellationToken cancellationToken)
    {
        try
        {
            await FetchAllAsync(cancellationToken);
            foreach (InputSpec input in _order.Stage.Inputs)
            {
                string? problem = input switch
                {
                    InputSpec.PlainFile file => await PlaceAsync(file, bindings, scratch, cancellationToken),
                    InputSpec.RenderedFile file => await RenderAsync(file, bindings, scratch, cancellationToken),
                    InputSpec.StageResults results => await _upstream.PlaceAsync(results, index, bindings, scratch, cancellationToken),
                    _ => throw new InvalidOperationException("An input of a kind that this runner does not know."),
                };
                if (problem is not null)
                {
                    return new Refusal(ExitCode.InputMissing, problem);
                }
            }
        }
        catch (FaultException e) when (e.Kind is FaultKind.Gone or FaultKind.Broken)
        {
            return new Refusal(ExitCode.InputMissing, "an input is missing or damaged: " + e.Message);
        }

        return null;
    }

    /// <summary>Brings all files into the cache, several at a time: a store may be far away. The first task of an element pays for all.</summary>
    private Task FetchAllAsync(CancellationToken cancellationToken)
    {
        List<InputSpec.PlainFile> files = [.. _order.Stage.Inputs.OfType<InputSpec.PlainFile>().DistinctBy(f => (f.Sha256, f.Executable))];
        return files.Count < 2
            ? Task.CompletedTask
            : Parallel.ForEachAsync(
                files,
                new ParallelOptions { MaxDegreeOfParallelism = Abreast, CancellationToken = cancellationToken },
                async (file, token) => await FetchAsync(file.Sha256, file.Executable, token));
    }

    private async Task<string?> PlaceAsync(
        InputSpec.PlainFile file, TaskBindings bindings, string scratch, CancellationToken cancellationToken)
    {
        string name = bindings.Render(file.As);
        if (!ScratchPath.IsInside(name))
        {
            return $"input '{name}' would lie outside of the scratch directory";
        }

        if (file.Sha256.Length == 0)
        {
            return await SourceFile.PlaceAsync(file.Source, MakeRoom(scratch, name), _store, _patience, cancellationToken);
        }

        string cached = await FetchAsync(file.Sha256, file.Executable, cancellationToken);
        string path = MakeRoom(scratch, name);

        // A program is only read, so a link does; data is copied, since a command may write to what it was given.
        if (file.Executable)
        {
            File.CreateSymbolicLink(path, cached);
        }
        else
        {
            File.Copy(cached, path);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        return null;
    }

    private async Task<string?> RenderAsync(
        InputSpec.RenderedFile file, TaskBindings bindings, string scratch, CancellationToken cancellationToken)
    {
        string name = bindings.Render(file.As);
        if (!ScratchPath.IsInside(name))
        {
            return $"input '{name}' would lie outside of the scratch directory";
        }

        if (!_templates.TryGetValue(file.Sha256, out Template? template))
        {
            string cached = await FetchAsync(file.Sha256, executable: false, cancellationToken);
            template = Template.Parse(await File.ReadAllTextAsync(cached, cancellationToken));
            _templates[file.Sha256] = template;
        }

        await File.WriteAllTextAsync(MakeRoom(scratch, name), template.Render(bindings.Lookup), cancellationToken);
        return null;
    }

    private Task<string> FetchAsync(string sha256, bool executable, CancellationToken cancellationToken) =>
        _patience.TryAsync(
            () => _cache.FetchAsync(_store, StoreLayout.Input(_order.Campaign, sha256), sha256, executable, cancellationToken),
            cancellationToken);

    private static string MakeRoom(string scratch, string name)
    {
        string path = Path.Combine(scratch, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        return path;
    }
}
