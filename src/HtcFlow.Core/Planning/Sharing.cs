namespace HtcFlow.Core.Planning;

/// <summary>Shares out room like water that is poured into vessels: the emptiest fill first, until all stand equally high.</summary>
internal static class Sharing
{
    // Halvings of the level: 2^-64 of the highest one is below one element.
    private const int Halvings = 64;

    /// <summary>Shares out room.</summary>
    /// <param name="room">Elements to share out, 0 or more.</param>
    /// <param name="claims">Who wants some; among equals the later goes first.</param>
    /// <returns>Elements for each claim: all that are wanted, or exactly the room when that is less.</returns>
    public static long[] Share(long room, IReadOnlyList<Claim> claims)
    {
        long[] given = [.. claims.Select(c => Math.Min(c.Most, room))];
        if (claims.Count < 2 || given.Sum(g => (double)g) <= room)
        {
            return given;
        }

        double low = 0;
        double high = claims.Select((c, i) => c.LevelWith(given[i])).Max();
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            bool fits = claims.Select((c, k) => (double)UpTo(c, middle, given[k])).Sum() <= room;
            (low, high) = fits ? (middle, high) : (low, middle);
        }

        long[] shares = [.. claims.Select((c, i) => UpTo(c, low, given[i]))];
        for (long rest = room - shares.Sum(); rest > 0; rest--)
        {
            shares[Emptiest(claims, shares, given)]++;
        }

        return shares;
    }

    private static long UpTo(Claim claim, double level, long most) =>
        (long)Math.Clamp(Math.Floor((level * claim.Weight) - claim.Load), 0, most);

    private static int Emptiest(IReadOnlyList<Claim> claims, long[] shares, long[] most)
    {
        int emptiest = -1;
        for (int i = 0; i < shares.Length; i++)
        {
            bool hasRoom = shares[i] < most[i];
            if (hasRoom && (emptiest < 0 || claims[i].LevelWith(shares[i]) <= claims[emptiest].LevelWith(shares[emptiest])))
            {
                emptiest = i;
            }
        }

        return emptiest;
    }
}
