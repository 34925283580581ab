namespace HtcFlow.Core.Facts;

/// <summary>What a target's share was decided to be, and by which figures.</summary>
/// <param name="Factor">What the weight in the campaign file is multiplied by, greater than 0 and at most 1.</param>
/// <param name="Dollars">Dollars a finished simulation; 0 while too few have finished.</param>
/// <param name="Simulations">Finished simulations that this was measured by.</param>
/// <param name="Reason">Why, for the user.</param>
public sealed record TargetWeight(double Factor, double Dollars, long Simulations, string Reason);
