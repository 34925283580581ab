using System.Text;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Sweeps;

/// <summary>Splits comma-separated text (RFC 4180: fields may be quoted, quotes are doubled, quoted fields may span lines) into records.</summary>
internal sealed class CsvText
{
    private readonly string _text;
    private readonly string _file;
    private readonly ProblemList _problems;
    private readonly StringBuilder _field = new();
    private int _at;
    private int _line = 1;
    private int _lineStart;

    private CsvText(string text, string file, ProblemList problems)
    {
        _text = text;
        _file = file;
        _problems = problems;
    }

    private Place Here => new(_file, _line, _at - _lineStart + 1);

    /// <summary>Gives the records one after the other, with the place of each field; blank lines are passed over.</summary>
    public static IEnumerable<IReadOnlyList<(string Value, Place At)>> Records(string text, string file, ProblemList problems) =>
        new CsvText(text, file, problems).Records();

    private IEnumerable<IReadOnlyList<(string Value, Place At)>> Records()
    {
        while (_at < _text.Length)
        {
            if (IsLineEnd())
            {
                PassLineEnd();
                continue;
            }

            if (Record() is not { } record)
            {
                yield break;
            }

            yield return record;
        }
    }

    private List<(string Value, Place At)>? Record()
    {
        var fields = new List<(string, Place)>();
        while (true)
        {
            Place start = Here;
            if ((_at < _text.Length && _text[_at] == '"' ? Quoted() : Bare()) is not { } value)
            {
                return null;
            }

            fields.Add((value, start));
            if (_at < _text.Length && _text[_at] == ',')
            {
                _at++;
                continue;
            }

            PassLineEnd();
            return fields;
        }
    }

    private string Bare()
    {
        int start = _at;
        while (_at < _text.Length && _text[_at] != ',' && !IsLineEnd())
        {
            if (_text[_at] == '"')
            {
                _problems.Error(Here, "a quote stands inside a field that does not begin with one", "put the whole field into quotes and double the quotes inside");
            }

            _at++;
        }

        return _text[start.._at];
    }

    private string? Quoted()
    {
        Place opened = Here;
        _field.Clear();
        _at++;
        while (_at < _text.Length)
        {
            char c = _text[_at];
            if (c == '"')
            {
                if (_at + 1 < _text.Length && _text[_at + 1] == '"')
                {
                    _field.Append('"');
                    _at += 2;
                    continue;
                }

                _at++;
                return AfterQuote();
            }

            if (IsLineEnd())
            {
                int start = _at;
                PassLineEnd();
                _field.Append(_text, start, _at - start);
                continue;
            }

            _field.Append(c);
            _at++;
        }

        _problems.Error(opened, "a quote that is opened here is never closed", "close it; double the quotes inside a field");
        return null;
    }

    private string? AfterQuote()
    {
        if (_at == _text.Length || _text[_at] == ',' || IsLineEnd())
        {
            return _field.ToString();
        }

        _problems.Error(Here, "text follows the closing quote of a field", "put a ',' here, or double the quotes inside the field");
        return null;
    }

    private bool IsLineEnd() => _text[_at] == '\n' || (_text[_at] == '\r' && _at + 1 < _text.Length && _text[_at + 1] == '\n')
        || (_text[_at] == '\r' && _at + 1 == _text.Length);

    private void PassLineEnd()
    {
        if (_at >= _text.Length)
        {
            return;
        }

        _at += _text[_at] == '\r' && _at + 1 < _text.Length ? 2 : 1;
        _line++;
        _lineStart = _at;
    }
}
