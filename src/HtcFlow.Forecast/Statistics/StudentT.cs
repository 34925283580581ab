namespace HtcFlow.Forecast.Statistics;

/// <summary>Quantiles of Student's t distribution.</summary>
public static class StudentT
{
    // Halving an interval of 2^10 sixty times leaves 2^-50: as exact as the sums below.
    private const int Halvings = 60;
    private const double Largest = 1024;

    /// <summary>Value below which a share of the distribution lies; right to 9 digits for shares from 0.5 to 0.999.</summary>
    /// <param name="share">0.5 .. 0.999.</param>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    public static double Quantile(double share, int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 0.5);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 0.999);
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 1);
        double low = 0;
        double high = Largest;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Below(middle, degrees) < share ? (middle, high) : (low, middle);
        }

        return high;
    }

    // With theta = atan(t / sqrt(n)), the share between -t and t is a finite sum of powers of cos(theta):
    //   odd n:  2/pi (theta + sin(theta) (cos + 2/3 cos^3 + 2*4/(3*5) cos^5 + ... up to cos^(n-2)))
    //   even n: sin(theta) (1 + 1/2 cos^2 + 1*3/(2*4) cos^4 + ... up to cos^(n-2))
    // (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4).
    private static double Below(double t, int degrees)
    {
        double theta = Math.Atan(t / Math.Sqrt(degrees));
        double cosine = Math.Cos(theta);
        bool isOdd = degrees % 2 == 1;
        double term = isOdd ? cosine : 1;
        double sum = 0;
        for (int power = isOdd ? 1 : 0; power <= degrees - 2; power += 2)
        {
            sum += term;
            term *= cosine * cosine * (power + 1) / (power + 2);
        }

        double between = isOdd ? 2 / Math.PI * (theta + (Math.Sin(theta) * sum)) : Math.Sin(theta) * sum;
        return (1 + between) / 2;
    }
}
