using HtcFlow.Runner.Supervise;

namespace HtcFlow.Runner.Tests.Supervise;

public sealed class ProgramTextTests
{
    [Fact]
    public void LetGo_InTheMiddleOfAProgram_FindsItsCodeAndHarmsNobody()
    {
        for (int i = 0; i < 10; i++)
        {
            Assert.InRange(ProgramText.LetGo(), 1 << 20, 1 << 30);
        }
    }
}
