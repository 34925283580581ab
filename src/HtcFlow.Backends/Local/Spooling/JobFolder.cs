using System.Globalization;
using System.Text;
using System.Text.Json;
using HtcFlow.Backends.Local.Native;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Local.Spooling;

/// <summary>The files of one job: <c>job.json</c>, <c>ended</c>, <c>log</c>, and one lock for each element that runs.</summary>
internal sealed class JobFolder(string path)
{
    private const string JobFile = "job.json";
    private const string UnfinishedFile = "job.json.new";
    private const string RemovedFile = "job.json.gone";
    private const string EndedFile = "ended";
    private const string LogFile = "log";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _ended = Path.Combine(path, EndedFile);
    private readonly string _log = Path.Combine(path, LogFile);

    /// <summary>Where it lies.</summary>
    internal string FullPath => path;

    /// <summary>Lock file of an element.</summary>
    internal string LockOf(int element) => string.Create(CultureInfo.InvariantCulture, $"{path}/e{element}.lock");

    /// <summary>Writes <c>job.json</c>; the rename at the end is the submission.</summary>
    internal void Write(SpooledJob job) => LocalFault.Guard("write job", path, () =>
    {
        Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        // What a damaged job of this name may have left; unknown to us, it counts for nothing.
        File.Delete(_ended);
        string unfinished = Path.Combine(path, UnfinishedFile);
        using (var stream = new FileStream(unfinished, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly, // the environment may hold credentials
        }))
        {
            JsonSerializer.Serialize(stream, job, SpoolJson.Default.SpooledJob);
            stream.Flush(flushToDisk: true);
        }

        File.Move(unfinished, Path.Combine(path, JobFile), overwrite: true);
        return 0;
    });

    /// <summary>Reads <c>job.json</c>; null when there is none or it is damaged, which means that nothing was submitted.</summary>
    /// <exception cref="FaultException">Another version of the program wrote it.</exception>
    internal SpooledJob? Read() => LocalFault.Guard("read job", path, () =>
    {
        string file = Path.Combine(path, JobFile);
        if (!File.Exists(file))
        {
            return null;
        }

        SpooledJob? job;
        try
        {
            job = JsonSerializer.Deserialize(File.ReadAllBytes(file), SpoolJson.Default.SpooledJob);
        }
        catch (JsonException)
        {
            return null;
        }

        return job is null or { Version: 1 }
            ? job
            : throw new FaultException(
                FaultKind.Broken, "read job", file, $"its format {job.Version} is another version's; use that version, or another spool");
    });

    /// <summary>Reads which elements have ended, and cuts off a torn last line so that the next one begins where it should.</summary>
    internal IReadOnlyList<EndLine> ReadEnded(int elements) => LocalFault.Guard("read ended elements", _ended, () =>
    {
        if (!File.Exists(_ended))
        {
            return [];
        }

        byte[] content = File.ReadAllBytes(_ended);
        IReadOnlyList<EndLine> lines = EndLine.ParseAll(content, elements, out int wholeBytes);
        if (wholeBytes < content.Length)
        {
            using var stream = new FileStream(_ended, FileMode.Open, FileAccess.Write);
            stream.SetLength(wholeBytes);
        }

        return lines;
    });

    /// <summary>Appends a line to <c>ended</c>; one write, so a crash of this process cannot tear it, only a full disk can.</summary>
    /// <returns>0, or the error number.</returns>
    internal int AppendEnded(EndLine line)
    {
        int descriptor = Descriptor.Open(_ended, LibC.WriteOnly | LibC.Create | LibC.Append, (uint)OwnerOnly);
        if (descriptor < 0)
        {
            return -descriptor;
        }

        nint before = LibC.Seek(descriptor, 0, LibC.SeekEnd);
        int error = Descriptor.WriteFully(descriptor, Encoding.UTF8.GetBytes(line.ToString()));
        if (error != 0)
        {
            // Half a line would swallow the next one, or pass for another exit code.
            _ = LibC.Truncate(descriptor, before);
        }

        _ = LibC.Close(descriptor);
        return error;
    }

    /// <summary>Opens the file for what runners print; the negative error number when it cannot.</summary>
    internal int OpenLog() => Descriptor.Open(_log, LibC.WriteOnly | LibC.Create | LibC.Append, (uint)OwnerOnly);

    /// <summary>Removes an element's lock, once its end is recorded.</summary>
    internal void RemoveLock(int element) => _ = LibC.Unlink(LockOf(element));

    /// <summary>Lists the elements whose lock files are there: those that ran when this directory was last looked after.</summary>
    internal IReadOnlyList<int> Locks(int elements) => LocalFault.Guard("list locks", path, () =>
    {
        var found = new List<int>();
        foreach (string file in Directory.EnumerateFiles(path, "e*.lock"))
        {
            ReadOnlySpan<char> number = Path.GetFileNameWithoutExtension(file.AsSpan())[1..];
            if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int element) && element < elements)
            {
                found.Add(element);
            }
        }

        found.Sort();
        return found;
    });

    /// <summary>Removes the job; a crash on the way leaves a folder that <see cref="RemoveLeftover"/> knows.</summary>
    internal void Remove() => LocalFault.Guard("remove job", path, () =>
    {
        string job = Path.Combine(path, JobFile);
        if (File.Exists(job))
        {
            File.Move(job, Path.Combine(path, RemovedFile), overwrite: true);
            RemoveFiles();
        }

        return 0;
    });

    /// <summary>Removes what a submission or a removal left that did not come to its end; any other folder is left alone.</summary>
    internal void RemoveLeftover() => LocalFault.Guard("remove job", path, () =>
    {
        if (File.Exists(Path.Combine(path, UnfinishedFile)) || File.Exists(Path.Combine(path, RemovedFile)))
        {
            RemoveFiles();
        }

        return 0;
    });

    // Only files that the backend makes: should the spool be set to a directory of something else, that loses nothing.
    private void RemoveFiles()
    {
        foreach (int element in Locks(int.MaxValue))
        {
            RemoveLock(element);
        }

        foreach (string name in (ReadOnlySpan<string>)[EndedFile, LogFile, UnfinishedFile, RemovedFile])
        {
            File.Delete(Path.Combine(path, name));
        }

        if (!Directory.EnumerateFileSystemEntries(path).Any())
        {
            Directory.Delete(path);
        }
    }
}
