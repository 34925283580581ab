namespace HtcFlow.Backends.Simulated.Cloud;

/// <summary>What dice are thrown for; the same thing gets independent throws for different purposes.</summary>
internal enum DicePurpose
{
    /// <summary>Not set.</summary>
    None = 0,

    /// <summary>Work of a task.</summary>
    Work = 1,

    /// <summary>Whether a task fails at each attempt.</summary>
    Poison = 2,

    /// <summary>Whether an attempt fails by itself.</summary>
    Failure = 3,

    /// <summary>How far an attempt comes before it fails.</summary>
    FailurePoint = 4,

    /// <summary>Time of a container's start.</summary>
    ContainerStart = 5,

    /// <summary>Delay of an element's ledger keys.</summary>
    KeyDelay = 6,

    /// <summary>Whether a ledger key is lost.</summary>
    KeyLoss = 7,

    /// <summary>Time of a machine's boot.</summary>
    Boot = 8,

    /// <summary>Speed of a machine.</summary>
    Speed = 9,

    /// <summary>Trouble of a machine.</summary>
    Trouble = 10,

    /// <summary>When a machine is reclaimed.</summary>
    Reclaim = 11,

    /// <summary>Whether the reclaim comes with a notice.</summary>
    Notice = 12,

    /// <summary>When a machine dies.</summary>
    Death = 13,

    /// <summary>Whether a storm takes a machine.</summary>
    StormHit = 14,

    /// <summary>When a storm takes a machine.</summary>
    StormTime = 15,

    /// <summary>What goes wrong with a call.</summary>
    Call = 16,

    /// <summary>What goes wrong with the answer about one array.</summary>
    Answer = 17,

    /// <summary>A sample of a machine's memory bandwidth.</summary>
    Bandwidth = 18,
}
