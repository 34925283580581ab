using YamlDotNet.Core;

namespace HtcFlow.Campaigns.Yaml;

/// <summary>Says in people's words what the YAML scanner and parser say in theirs.</summary>
internal static class Syntax
{
    // What the parser's message contains, what is wrong, what would be right. The first that fits counts.
    private static readonly (string Mark, string What, string Advice)[] s_known =
    [
        ("tab", "a tab stands where blanks must indent the line", "indent with blanks"),
        ("found unexpected end of stream", "a quote that is opened here is never closed", "close it"),
        ("found unexpected document indicator", "a quote is still open where a new document begins", "close it"),
        ("wrong indentation", "a quote that is opened here is not closed on its line", "close it, or indent the lines that it goes on for"),
        ("unknown escape character", "the text in double quotes has a '\\' before a character that needs none", "write '\\\\' for a backslash, or use single quotes"),
        ("did not find expected hexdecimal number", "the text in double quotes has an escape without its hexadecimal digits", "write '\\\\' for a backslash, or use single quotes"),
        ("Unicode", "the text holds an escape that is no character", "write \\u or \\U with the code of a Unicode character"),
        ("expected ',' or ']'", "a list that begins with '[' lacks a ',' or its ']' here", "put ',' between its values and ']' at its end"),
        ("expected ',' or '}'", "a mapping that begins with '{' lacks a ',' or its '}' here", "put ',' between its keys and '}' at its end"),
        ("multiline plain scalar", "a line above this one is neither a key with its ':' nor a list item", "write 'key: value'"),
        ("plain scalar value, found invalid mapping", "a second ':' stands on one line, or the line is indented too far", "put a text that holds ': ' into quotes; begin the keys of a mapping in one column"),
        ("ould not find expected ':'", "a key stands here without its ':'", "write 'key: value'"),
        ("apping values are not allowed", "a ':' stands where no key can be", "put a text that holds ': ' into quotes; begin the keys of a mapping in one column"),
        ("lock sequence entries are not allowed", "a list item begins with '-' on the line of its key", "begin the list on the next line, or write [a, b]"),
        ("expected '-' indicator", "this line breaks off the list above it", "begin the items of a list with '-' in one column, and a key in the column of its mapping"),
        ("block mapping, did not find expected key", "this line does not fit into the mapping above it", "begin the keys of a mapping in one column and put '- ' before list items only"),
        ("document start", "this is left over behind the campaign", "indent it if it belongs to the line above, remove it otherwise"),
        ("ncompatible YAML", "the version after %YAML is not known", "remove the line, or write %YAML 1.2"),
        ("directive", "this line begins with '%', which YAML keeps for itself", "remove it or put it into quotes"),
        ("tag", "'!' begins a tag here, and it is malformed", "put the text into quotes"),
        ("anchor", "'&' or '*' begins a name here, and the name is malformed", "put the text into quotes"),
        ("alias", "'*' begins a name here, and the name is malformed", "put the text into quotes"),
        ("block scalar", "the text after '|' or '>' is not laid out as it must be", "begin it on the next line and indent all of it with blanks"),
        ("expected node content", "a value is missing here", "write it, or put a text of brackets into quotes"),
    ];

    /// <summary>Reports a syntax error.</summary>
    public static void Report(string message, string text, Mark start, Mark last, Func<Mark, Place> placeOf, ProblemList problems)
    {
        if (TabBehind(text, last) is { } tab && message.Contains("tab", StringComparison.Ordinal))
        {
            start = tab;
        }

        Place place = placeOf(start);
        if (message.Contains("expected ',' or", StringComparison.Ordinal) && Brackets.Explain(text, last, start) is { } found)
        {
            problems.Error(placeOf(found.At), found.What, found.Advice);
            return;
        }

        if (message.Contains("cannot start any token", StringComparison.Ordinal))
        {
            ReportCharacter(CharacterAt(text, start), place, problems);
            return;
        }

        if (message.Contains("block mapping, did not find expected key", StringComparison.Ordinal) && !LineAt(text, start).Contains(':', StringComparison.Ordinal))
        {
            problems.Error(place, "this line is neither a key with its ':' nor an item of a list", "write 'key: value', or '- value' below its key");
            return;
        }

        var known = s_known.FirstOrDefault(entry => message.Contains(entry.Mark, StringComparison.Ordinal));
        problems.Error(
            place,
            known.What ?? "this is not YAML: " + message.TrimEnd('.'),
            known.Advice ?? "look at this line and the one above it");
    }

    private static void ReportCharacter(char character, Place place, ProblemList problems)
    {
        if (character == '\t')
        {
            problems.Error(place, "a tab stands where blanks must indent the line", "indent with blanks");
        }
        else
        {
            problems.Error(place, $"a value cannot begin with {Wording.Quote(character.ToString())}", "put the value into quotes");
        }
    }

    private static char CharacterAt(string text, Mark mark)
    {
        string line = LineAt(text, mark);
        return mark.Column <= line.Length ? line[(int)mark.Column - 1] : ' ';
    }

    private static string LineAt(string text, Mark mark)
    {
        string[] lines = text.Split('\n');
        return mark.Line <= lines.Length ? lines[mark.Line - 1] : "";
    }

    // The scanner blames the beginning of the mapping for a tab; people look for the tab.
    private static Mark? TabBehind(string text, Mark last)
    {
        string[] lines = text.Split('\n');
        for (long l = Math.Max(last.Line, 1); l <= lines.Length; l++)
        {
            string line = lines[l - 1];
            int indent = line.Length - line.TrimStart().Length;
            int tab = line.AsSpan(0, indent).IndexOf('\t');
            if (tab >= 0)
            {
                return new Mark(0, l, tab + 1);
            }
        }

        return null;
    }
}
