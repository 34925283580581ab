using System.Runtime.CompilerServices;
using HtcFlow.Core.Ids;

namespace HtcFlow.Core.Tests.Ids;

public sealed class TaskIdTests
{
    [Fact]
    public void Size_Pinned_Is16Bytes() => Assert.Equal(16, Unsafe.SizeOf<TaskId>());

    [Fact]
    public void ArrayIdSize_Pinned_Is4Bytes() => Assert.Equal(4, Unsafe.SizeOf<ArrayId>());
}
