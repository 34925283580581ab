using System.Runtime.CompilerServices;
using HtcFlow.Core.Facts;

namespace HtcFlow.Core.Tests.Facts;

public sealed class AttemptEndTests
{
    [Fact]
    public void Size_Pinned_Is40Bytes() => Assert.Equal(40, Unsafe.SizeOf<AttemptEnd>());
}
