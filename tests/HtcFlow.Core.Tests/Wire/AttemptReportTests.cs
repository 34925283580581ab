using System.Text.Json;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Wire;

public sealed class AttemptReportTests
{
    // As the first runners wrote it.
    private const string Old = """
        {"version":1,"campaign":"trial","stage":"write","index":17,"attempt":2,"array":3,"outcome":"Succeeded","exit":0,"reason":"",
        "started":"2026-11-01T00:00:00+00:00","wallMilliseconds":61000,"cpuMilliseconds":60000,"host":"i-0","machine":"c5.large","build":"avx2","restoredFrom":1,"files":[]}
        """;

    [Fact]
    public void Parse_ReportOfOldRunner_LeavesOpenWhatItDidNotSay()
    {
        AttemptReport report = JsonSerializer.Deserialize(Old, WireJson.Default.AttemptReport)!;
        Assert.Equal((17L, 2, 61_000L, 1), (report.Index, report.Attempt, report.WallMilliseconds, report.RestoredFrom));
        Assert.Equal((null, null), (report.StageInMilliseconds, report.RestoreMilliseconds));
        Assert.DoesNotContain("stageIn", JsonSerializer.Serialize(report, WireJson.Default.AttemptReport), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TimesOfItsFiles_AreReadBack()
    {
        AttemptReport report = JsonSerializer.Deserialize(Old, WireJson.Default.AttemptReport)! with { StageInMilliseconds = 1_200, RestoreMilliseconds = 0 };
        AttemptReport read = JsonSerializer.Deserialize(JsonSerializer.Serialize(report, WireJson.Default.AttemptReport), WireJson.Default.AttemptReport)!;
        Assert.Equal((1_200L, 0L), (read.StageInMilliseconds, read.RestoreMilliseconds));
    }
}
