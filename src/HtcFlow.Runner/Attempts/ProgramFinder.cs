using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Cpu;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Attempts;

/// <summary>Finds the executable that a command's first word means.</summary>
internal sealed class ProgramFinder
{
    private readonly Workshop _shop;
    private readonly Dictionary<(string Word, string Path), string?> _onPath = [];

    public ProgramFinder(Workshop shop) => _shop = shop;

    /// <summary>Finds the best build of a program for this machine, or a program on the machine.</summary>
    /// <param name="word">First word of the command.</param>
    /// <param name="searchPath">PATH of the command.</param>
    /// <param name="cancellationToken">Ends a download.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="FaultException">The store cannot be reached.</exception>
    public async Task<FoundProgram?> FindAsync(string word, string searchPath, CancellationToken cancellationToken)
    {
        foreach (BinarySpec binary in _shop.Assignment.Order.Stage.Binaries)
        {
            if (binary.Name == word)
            {
                return await BestAsync(binary, cancellationToken);
            }
        }

        string? path = OnPath(word, searchPath);
        return path is null ? null : new FoundProgram(path, "", CpuLevel.Base, null);
    }

    private async Task<FoundProgram?> BestAsync(BinarySpec binary, CancellationToken cancellationToken)
    {
        IReadOnlyList<BuildSpec> builds = BuildChoice.Usable(binary, _shop.Level.Value);
        for (int b = 0; b < builds.Count; b++)
        {
            if (await LocateAsync(builds[b], cancellationToken) is { } path)
            {
                CpuLevel? below = b + 1 < builds.Count ? builds[b + 1].Level : null;
                return new FoundProgram(path, CpuLevels.NameOf(builds[b].Level), builds[b].Level, below);
            }
        }

        return null;
    }

    private async Task<string?> LocateAsync(BuildSpec build, CancellationToken cancellationToken)
    {
        if (build.Sha256.Length == 0)
        {
            return FileCalls.Access(build.Path, FileCalls.MayExecute) == 0 ? build.Path : null;
        }

        try
        {
            string key = StoreLayout.Input(_shop.Assignment.Order.Campaign, build.Sha256);
            return await _shop.Patience.TryAsync(
                () => _shop.Cache.FetchAsync(_shop.Store, key, build.Sha256, executable: true, cancellationToken), cancellationToken);
        }
        catch (FaultException e) when (e.Kind is FaultKind.Gone or FaultKind.Broken)
        {
            _shop.Warn($"the {CpuLevels.NameOf(build.Level)} build cannot be fetched, trying the next lower one: {e.Message}");
            return null;
        }
    }

    private string? OnPath(string word, string searchPath)
    {
        if (word.Contains('/', StringComparison.Ordinal))
        {
            return word; // a relative one is looked for in the scratch directory, which the kernel does at exec
        }

        if (!_onPath.TryGetValue((word, searchPath), out string? found))
        {
            foreach (string directory in searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries))
            {
                string candidate = directory.TrimEnd('/') + "/" + word;
                if (FileCalls.Access(candidate, FileCalls.MayExecute) == 0 && !Directory.Exists(candidate))
                {
                    found = candidate;
                    break;
                }
            }

            _onPath[(word, searchPath)] = found;
        }

        return found;
    }
}
