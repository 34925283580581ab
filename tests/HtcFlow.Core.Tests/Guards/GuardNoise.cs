namespace HtcFlow.Core.Tests.Guards;

/// <summary>Dice of a noisy machine: every sample is off by a lognormal factor.</summary>
internal sealed class GuardNoise(int seed)
{
    /// <summary>Spread of single samples, as the product's bars ask.</summary>
    public const double Sigma = 0.3;

    private readonly Random _dice = new(seed);

    /// <summary>A sample around a value.</summary>
    public double Around(double value, double sigma = Sigma) => value * Math.Exp(sigma * Normal());

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _dice.NextDouble())) * Math.Cos(2 * Math.PI * _dice.NextDouble());
}
