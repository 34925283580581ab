using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HtcFlow.Acceptance.Chaos;

/// <summary>What <c>chain.sh</c> must come to, computed beside it.</summary>
internal sealed class Chain
{
    private readonly string[] _hashes;

    public Chain(int steps)
    {
        _hashes = new string[steps + 1];
        _hashes[0] = "seed";
        for (int step = 1; step <= steps; step++)
        {
            byte[] text = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_hashes[step - 1]} {step}\n"));
            _hashes[step] = Convert.ToHexStringLower(SHA256.HashData(text));
        }
    }

    public int Steps => _hashes.Length - 1;

    /// <summary>State after a step, as a checkpoint spells it.</summary>
    public string State(int step) => string.Create(CultureInfo.InvariantCulture, $"{step} {_hashes[step]}");

    /// <summary>Content of a step's output.</summary>
    public string Output(int step) => string.Concat(
        Enumerable.Range(0, 40).Select(line => string.Create(CultureInfo.InvariantCulture, $"{step} {_hashes[step]} {line}\n")));
}
