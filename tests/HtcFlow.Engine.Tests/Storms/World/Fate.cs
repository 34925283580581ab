namespace HtcFlow.Engine.Tests.Storms.World;

/// <summary>What becomes of one run of one task.</summary>
internal enum Fate
{
    None = 0,

    /// <summary>It succeeds.</summary>
    Succeed = 1,

    /// <summary>Its command fails; the next task of its element goes on.</summary>
    Fail = 2,

    /// <summary>Its machine is taken away with a warning: it leaves a key, and the rest of its element never runs.</summary>
    Interrupt = 3,

    /// <summary>Its machine is gone without a word, and with it the rest of its element.</summary>
    Vanish = 4,

    /// <summary>The backend believes its element dead, but it goes on and succeeds a while later.</summary>
    Outlive = 5,

    /// <summary>It is ended because it is too slow.</summary>
    Slow = 6,

    /// <summary>It takes thirty times as long as others and succeeds.</summary>
    Drag = 7,

    /// <summary>Its result is accepted, but it dies before it can say so.</summary>
    Mute = 8,
}
