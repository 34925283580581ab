namespace HtcFlow.AwsEmulator.Signing;

/// <summary>What is wrong with a signature.</summary>
internal enum SignatureProblem
{
    Missing,
    Incomplete,
    UnknownKey,
    WrongToken,
    ExpiredToken,
    TooOld,
    TooEarly,
    WrongRegion,
    Mismatch,
}
