using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace HtcFlow.Campaigns.Yaml;

/// <summary>Reads one YAML document into a tree of located nodes.</summary>
internal static class YamlText
{
    /// <summary>Reads a text; null after a problem was reported.</summary>
    /// <param name="text">The document.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="placeOf">Turns a line and a column of the text, both from 1, into the place to report.</param>
    public static Node? Read(string text, ProblemList problems, Func<int, int, Place> placeOf)
    {
        Place At(Mark mark) => placeOf((int)mark.Line, (int)mark.Column);
        var last = new Mark(0, 1, 1);
        var parser = new Following(new Parser(new Scanner(new StringReader(text), skipComments: true)), mark => last = mark);
        try
        {
            parser.MoveNext();
            parser.MoveNext();
            if (parser.Current is not DocumentStart)
            {
                problems.Error(placeOf(1, 1), "the text is empty", "begin with 'campaign: <name>'");
                return null;
            }

            parser.MoveNext();
            if (new NodeBuilder(parser, problems, At).Build() is not { } root)
            {
                return null;
            }

            parser.MoveNext();
            if (parser.Current is DocumentStart second)
            {
                problems.Error(At(second.Start), "a second document begins here", "one file holds one campaign; remove the '---' or '...' before it");
            }

            return root;
        }
        catch (YamlException e)
        {
            Syntax.Report(e.Message, text, e.Start.Line > 0 ? e.Start : last, last, At, problems);
            return null;
        }
    }

    /// <summary>Passes a parser on and notes how far it has come, for errors that do not say where they are.</summary>
    private sealed class Following(Parser parser, Action<Mark> note) : IParser
    {
        public ParsingEvent? Current => parser.Current;

        public bool MoveNext()
        {
            try
            {
                bool more = parser.MoveNext();
                note(parser.Current?.End ?? new Mark(0, 1, 1));
                return more;
            }
            catch (ArgumentException e)
            {
                // The scanner hands escapes such as "\UFFFFFFFF" to the framework without a look at the number.
                throw new YamlException("invalid Unicode escape", e);
            }
            catch (InvalidOperationException e)
            {
                // The scanner does not get over some texts that break off at a '{', such as {a${.
                throw new YamlException("did not find expected ',' or '}'", e);
            }
        }
    }
}
