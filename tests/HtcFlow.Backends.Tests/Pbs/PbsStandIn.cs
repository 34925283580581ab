using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using HtcFlow.Backends.Commands;

namespace HtcFlow.Backends.Tests.Pbs;

/// <summary>Stands in for OpenPBS's commands and its server, as their manuals describe them: two slots, real processes, no history.</summary>
/// <remarks>It is no proof of what a real server does; no package of one was to be had.</remarks>
internal sealed class PbsStandIn : ICommands
{
    private const int Slots = 2;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, Job> _jobs = [];
    private readonly Queue<(Job Job, int Element)> _queue = new();
    private int _running;
    private int _last = 100;
    private long _started;

    public long Started => Interlocked.Read(ref _started);

    public bool IsHere => true;

    /// <summary>What every command says instead of doing anything; empty when the server answers.</summary>
    internal string Trouble { get; set; } = "";

    /// <summary>Whether there are no jobs.</summary>
    internal bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                return _jobs.Count == 0;
            }
        }
    }

    /// <summary>Command lines in the order of their runs.</summary>
    internal ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>Takes everything out of the queue; what runs goes on.</summary>
    internal void Clear()
    {
        lock (_lock)
        {
            _queue.Clear();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public ValueTask<string?> VariableAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);

    public Task<long> LengthAsync(string path, CancellationToken cancellationToken) => Task.FromResult(-1L);

    public Task<byte[]> ReadAsync(string path, long offset, int bytes, CancellationToken cancellationToken) => Task.FromResult<byte[]>([]);

    public Task<CommandReply> RunAsync(Command command, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _started);
        string[] words = [.. command.Arguments];
        Lines.Enqueue($"{command.Program} {string.Join(' ', words)}");
        lock (_lock)
        {
            (int exit, string output, string error) = Trouble.Length > 0 ? (1, "", Trouble) : (command.Program, words) switch
            {
                ("qsub", _) => (0, Submit(words, command.Input) + "\n", ""),
                ("qselect", _) => (0, string.Concat(_jobs.Values.Select(static job => job.Id + ".pbs\n")), ""),
                ("qstat", ["-Bf"]) => (0, "Server: pbs\n    server_state = Active\n    max_array_size = 10000\n\n", ""),
                ("pbsnodes", ["-a"]) => (0, "host\n     Mom = host\n     state = free\n     resources_available.ncpus = 2\n\n", ""),
                ("qstat", ["-f", ..]) => Each(words[1..], static job => job.Long()),
                ("qstat", ["-t", ..]) => Each(words[1..], static job => job.Short()),
                ("qdel", _) => Each(words, Delete),
                _ => (2, "", "usage"),
            };
            return Task.FromResult(new CommandReply(exit, Encoding.UTF8.GetBytes(output), error));
        }
    }

    private static string After(string[] words, string option, string usual) => Array.IndexOf(words, option) is >= 0 and var at ? words[at + 1] : usual;

    private (int Exit, string Output, string Error) Each(string[] ids, Func<Job, string> of)
    {
        var output = new StringBuilder();
        var error = new StringBuilder();
        foreach (string id in ids)
        {
            int number = int.Parse(id.Split('[')[0], CultureInfo.InvariantCulture);
            if (_jobs.TryGetValue(number, out Job? job))
            {
                job.Named = id;
                output.Append(of(job));
            }
            else
            {
                error.Append(CultureInfo.InvariantCulture, $"qstat: Unknown Job Id {id}.pbs\n");
            }
        }

        return (error.Length > 0 ? 153 : 0, output.ToString(), error.ToString());
    }

    private string Submit(string[] words, string script)
    {
        string range = After(words, "-J", "");
        int elements = range.Length == 0 ? 1 : int.Parse(range.Split('-', '%')[1], CultureInfo.InvariantCulture) + 1;
        var job = new Job(++_last, After(words, "-N", "STDIN"), elements, range.Length > 0, script);
        _jobs.Add(job.Number, job);
        for (int element = 0; element < elements; element++)
        {
            _queue.Enqueue((job, element));
        }

        Fill();
        return job.Id + ".pbs";
    }

    private string Delete(Job job)
    {
        string inside = job.Named.Contains('[', StringComparison.Ordinal) ? job.Named.Split('[', ']')[1] : "";
        string[] parts = inside.Length == 0 ? ["0", $"{job.States.Length - 1}"] : inside.Split('-');
        for (int element = int.Parse(parts[0], CultureInfo.InvariantCulture); element <= int.Parse(parts[^1], CultureInfo.InvariantCulture); element++)
        {
            if (job.States[element] == 'Q')
            {
                job.States[element] = 'X';
            }
            else if (job.Processes.TryGetValue(element, out Process? process))
            {
                Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
            }
        }

        Sweep(job);
        return "";
    }

    private void Fill()
    {
        while (_running < Slots && _queue.TryDequeue(out (Job Job, int Element) next))
        {
            if (next.Job.States[next.Element] == 'Q')
            {
                _running++;
                Run(next.Job, next.Element);
            }
        }
    }

    private void Run(Job job, int element)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false };
        if (job.IsArray)
        {
            start.Environment["PBS_ARRAY_INDEX"] = element.ToString(CultureInfo.InvariantCulture);
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.Exited += (_, _) =>
        {
            lock (_lock)
            {
                job.States[element] = 'X';
                job.Processes.Remove(element);
                _running--;
                Sweep(job);
                Fill();
            }
        };
        job.States[element] = 'R';
        job.Processes.Add(element, process);
        process.Start();
        process.StandardInput.Write(job.Script);
        process.StandardInput.Close();
    }

    // Without history an array is gone with its last subjob.
    private void Sweep(Job job)
    {
        if (Array.TrueForAll(job.States, static state => state == 'X'))
        {
            _jobs.Remove(job.Number);
        }
    }

    private sealed class Job(int number, string name, int elements, bool isArray, string script)
    {
        public int Number => number;

        public string Id => isArray ? $"{number}[]" : $"{number}";

        public bool IsArray => isArray;

        public string Script => script;

        public char[] States { get; } = [.. Enumerable.Repeat('Q', elements)];

        public Dictionary<int, Process> Processes { get; } = [];

        /// <summary>How the last command spelled it.</summary>
        public string Named { get; set; } = "";

        public string Long()
        {
            char state = Array.TrueForAll(States, static s => s == 'Q') ? 'Q' : isArray ? 'B' : 'R';
            string remaining = string.Join(',', States.Index().Where(static s => s.Item == 'Q').Select(static s => s.Index));
            string array = isArray ? $"    array = True\n    array_indices_submitted = 0-{elements - 1}\n    array_indices_remaining = {(remaining.Length == 0 ? "-" : remaining)}\n" : "";
            return $"Job Id: {Id}.pbs\n    Job_Name = {name}\n    Job_Owner = me@host\n    job_state = {state}\n{array}    Variable_List = PBS_O_HOME=/root,PBS_O_LANG=C,\n\tPBS_O_SHELL=/bin/sh\n\n";
        }

        public string Short() => "Job id            Name             User              Time Use S Queue\n----------------  ---------------- ----------------  -------- - -----\n"
            + $"{Id}.pbs           {name}             me                       0 B workq\n"
            + string.Concat(States.Select((state, element) => $"{number}[{element}].pbs          {name}             me                00:00:00 {state} workq\n"));
    }
}
