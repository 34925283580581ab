using System.Globalization;
using HtcFlow.Core.Substitution;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Order;

namespace HtcFlow.Runner.Attempts;

/// <summary>The stage's command and environment, read once and filled in for each task.</summary>
internal sealed class CommandLine
{
    /// <summary>Search path of an empty environment, as in POSIX's confstr.</summary>
    private const string DefaultSearchPath = "/usr/local/bin:/usr/bin:/bin";

    private readonly Template[] _command;
    private readonly (string Name, Template Value)[] _environment;
    private readonly Assignment _assignment;
    private readonly string _searchPath;

    /// <summary>Reads the templates.</summary>
    /// <exception cref="OrderProblem">One of them is malformed.</exception>
    public CommandLine(Assignment assignment, string? searchPath)
    {
        _assignment = assignment;
        _searchPath = string.IsNullOrEmpty(searchPath) ? DefaultSearchPath : searchPath;
        try
        {
            _command = [.. assignment.Order.Stage.Command.Select(Template.Parse)];
            _environment = [.. assignment.Order.Stage.Environment.Select(e => (e.Key, Template.Parse(e.Value)))];
        }
        catch (TemplateException e)
        {
            throw new OrderProblem($"the command or its environment is malformed ({e.Message}); mend it and submit the campaign again.");
        }
    }

    /// <summary>Fills in the arguments.</summary>
    public string[] Arguments(TaskBindings bindings) => Array.ConvertAll(_command, t => t.Render(bindings.Lookup));

    /// <summary>Fills in the variables that are set for the command.</summary>
    public List<KeyValuePair<string, string>> Environment(TaskBindings bindings, long index)
    {
        var variables = new List<KeyValuePair<string, string>>(_environment.Length + 4)
        {
            new(RunnerEnvironment.TaskCampaign, _assignment.Order.Campaign),
            new(RunnerEnvironment.TaskStage, _assignment.Order.Stage.Name),
            new(RunnerEnvironment.TaskIndex, index.ToString(CultureInfo.InvariantCulture)),
            new(RunnerEnvironment.TaskAttempt, _assignment.Attempt.ToString(CultureInfo.InvariantCulture)),
        };
        foreach ((string name, Template value) in _environment)
        {
            variables.Add(new KeyValuePair<string, string>(name, value.Render(bindings.Lookup)));
        }

        return variables;
    }

    /// <summary>PATH of a command with these variables.</summary>
    public string SearchPath(List<KeyValuePair<string, string>> variables)
    {
        foreach (KeyValuePair<string, string> variable in variables)
        {
            if (variable.Key == "PATH")
            {
                return variable.Value;
            }
        }

        return _searchPath;
    }
}
