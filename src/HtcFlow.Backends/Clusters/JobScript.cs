using System.Text;
using HtcFlow.Backends.Commands;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Clusters;

/// <summary>The script of a job, which sets the environment and becomes the runner. Pure; no value of a user's is ever interpreted.</summary>
internal sealed record JobScript
{
    /// <summary>The runner, by its path on the execution hosts.</summary>
    public required string RunnerPath { get; init; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> RunnerArguments { get; init; } = [];

    /// <summary>Variables for every runner; those of the ask win.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Name of the variable in which the scheduler names the host, by which hosts are blamed and avoided; empty where it has none.</summary>
    public required string HostVariable { get; init; }

    /// <summary>What the shell makes the number of the element of, from 0; empty where the runner knows the scheduler's own variable.</summary>
    public string Element { get; init; } = "";

    /// <summary>The script for one ask.</summary>
    internal string Text(ArrayAsk ask)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal) { [RunnerEnvironment.Quiet] = "yes" };
        foreach ((string name, string value) in Environment.Concat(ask.Environment))
        {
            variables[name] = value;
        }

        // The element is the scheduler's to say, and the lock belongs to the local backend.
        variables.Remove(RunnerEnvironment.Element);
        variables.Remove(RunnerEnvironment.LockDescriptor);
        var text = new StringBuilder("#!/bin/sh\n");
        text.Append("unset ").Append(RunnerEnvironment.Element).Append(' ').Append(RunnerEnvironment.LockDescriptor).Append('\n');
        foreach ((string name, string value) in variables)
        {
            text.Append("export ").Append(name).Append('=').Append(ShellText.Quote(value)).Append('\n');
        }

        if (Element.Length > 0)
        {
            text.Append("export ").Append(RunnerEnvironment.Element).Append("=\"").Append(Element).Append("\"\n");
        }

        string host = HostVariable.Length == 0 ? "" : $"\"${{{RunnerEnvironment.Host}:=${HostVariable}}}\" ";
        text.Append(": ").Append(host).Append("\"${TMPDIR:=${TMP:-/tmp}}\"\n");
        text.Append("export ").Append(host.Length == 0 ? "" : RunnerEnvironment.Host + " ").Append("TMPDIR\n");
        text.Append("exec ").AppendJoin(' ', RunnerArguments.Prepend(RunnerPath).Select(ShellText.Quote)).Append('\n');
        return text.ToString();
    }
}
