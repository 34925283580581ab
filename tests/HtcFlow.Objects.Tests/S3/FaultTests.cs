using HtcFlow.Core.Ports;
using HtcFlow.Objects.S3;
using HtcFlow.Testing.S3;

namespace HtcFlow.Objects.Tests.S3;

/// <summary>One fault of the world after the other: what the store makes of it.</summary>
public sealed class FaultTests() : BehindProxy("some/prefix")
{
    private const int MiB = 1 << 20;

    [Theory]
    [InlineData(ProxyFault.InternalError)]
    [InlineData(ProxyFault.SlowDown)]
    [InlineData(ProxyFault.DropRequest)]
    [InlineData(ProxyFault.LoseReply)]
    [InlineData(ProxyFault.TruncateReply)]
    public async Task PutAsync_OneFault_IsTriedAgain(ProxyFault fault)
    {
        Proxy.Next(request => request.IsPut, fault);

        Assert.True(await PutAsync("k", Bytes(4096)));

        Assert.Equal(Bytes(4096), await ReadAsync("k"));
        Assert.Equal(1, Proxy.Count(fault));
    }

    [Fact]
    public async Task OpenAsync_NoSuchObjectAndTheReplyBreaksOff_IsAskedAgain()
    {
        Proxy.Next(request => request.Method == "GET", ProxyFault.TruncateReply);

        Assert.Null(await Store.OpenAsync("none", Token));

        Assert.Equal(1, Proxy.Count(ProxyFault.TruncateReply));
    }

    [Theory]
    [InlineData(ProxyFault.LoseReply)]
    [InlineData(ProxyFault.TruncateReply)]
    [InlineData(ProxyFault.Conflict)]
    [InlineData(ProxyFault.InternalError)]
    [InlineData(ProxyFault.DropRequest)]
    public async Task PutAsync_IfAbsentAndFault_WinnerKnowsThatItWon(ProxyFault fault)
    {
        await PutAsync("other", Bytes(1), PutCondition.IfAbsent);
        Proxy.Next(request => request.IsPut, fault);

        Assert.True(await PutAsync("k", Bytes(10), PutCondition.IfAbsent));

        Assert.False(await PutAsync("k", Bytes(11), PutCondition.IfAbsent));
        Assert.Equal(Bytes(10), await ReadAsync("k"));
    }

    [Theory]
    [InlineData(ProxyFault.LoseReply)]
    [InlineData(ProxyFault.TruncateReply)]
    [InlineData(ProxyFault.Conflict)]
    [InlineData(ProxyFault.InternalError)]
    public async Task PutAsync_FaultWhileItLearnsWhetherConditionsAreKept_StillLearnsThatTheyAre(ProxyFault fault)
    {
        int puts = 0;
        Proxy.Next(request => request.IsPut && ++puts == 2, fault);

        Assert.True(await PutAsync("k", Bytes(10), PutCondition.IfAbsent));

        Assert.Equal(1, Proxy.Count(fault));
        Assert.Equal(ConditionSupport.Atomic, Store.Capabilities.Conditions);
    }

    [Fact]
    public async Task PutAsync_IfAbsentLostReplyOverSomebodyElses_IsLost()
    {
        await PutAsync("k", Bytes(10), PutCondition.IfAbsent);
        Proxy.Next(request => request.IsPut, ProxyFault.LoseReply);

        Assert.False(await PutAsync("k", Bytes(10), PutCondition.IfAbsent));
    }

    [Fact]
    public async Task PutAsync_IfAbsentGivenUpInDoubtAndTriedAgainLater_KnowsThatItWon()
    {
        await PutAsync("other", Bytes(1), PutCondition.IfAbsent);
        Proxy.Next(request => request.IsPut, ProxyFault.LoseReply);
        for (int i = 0; i < 3; i++)
        {
            Proxy.Next(request => request.IsPut, ProxyFault.InternalError);
        }

        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => PutAsync("k", Bytes(10), PutCondition.IfAbsent));

        Assert.Equal(FaultKind.Transient, fault.Kind);
        Assert.True(await PutAsync("k", Bytes(10), PutCondition.IfAbsent));
    }

    [Fact]
    public async Task PutAsync_StoreIgnoresConditions_IsToldAndNothingIsReplaced()
    {
        Proxy.IgnoresIfNoneMatch = true;
        await PutAsync("there", Bytes(1));

        Assert.False(await PutAsync("there", Bytes(2), PutCondition.IfAbsent));
        Assert.True(await PutAsync("new", Bytes(3), PutCondition.IfAbsent));
        Assert.False(await PutAsync("new", Bytes(4), PutCondition.IfAbsent));

        Assert.Equal(ConditionSupport.Absent, Store.Capabilities.Conditions);
        Assert.Equal(Bytes(1), await ReadAsync("there"));
        Assert.Equal(Bytes(3), await ReadAsync("new"));
    }

    [Fact]
    public async Task PutAsync_StoreRefusesConditions_LooksBeforeItWrites()
    {
        Proxy.Next(request => request.Header("If-None-Match") == "*", ProxyReply.Error("501 Not Implemented", "NotImplemented"));

        Assert.True(await PutAsync("k", Bytes(3), PutCondition.IfAbsent));
        Assert.False(await PutAsync("k", Bytes(4), PutCondition.IfAbsent));

        Assert.Equal(ConditionSupport.Absent, Store.Capabilities.Conditions);
    }

    [Fact]
    public async Task PutAsync_SecondConditionalWrite_TakesOneRequest()
    {
        await PutAsync("one", Bytes(1), PutCondition.IfAbsent);
        Assert.Equal(ConditionSupport.Atomic, Store.Capabilities.Conditions);
        int before = Proxy.Requests.Count;

        await PutAsync("two", Bytes(1), PutCondition.IfAbsent);

        Assert.Equal(1, Proxy.Requests.Count - before);
    }

    [Fact]
    public async Task PutAsync_StoreRefusesChunkSigning_NeverMeetsAny()
    {
        Proxy.RefusesChunkSigning = true;

        await PutAsync("small", Bytes(100));
        await PutAsync("large", Bytes(9 * MiB));

        Assert.Equal(0, Proxy.Count(ProxyFault.Scripted));
    }

    [Theory]
    [InlineData("403 Forbidden", "AccessDenied", FaultKind.Denied, "permissions")]
    [InlineData("403 Forbidden", "InvalidAccessKeyId", FaultKind.Denied, "AWS_ACCESS_KEY_ID")]
    [InlineData("403 Forbidden", "SignatureDoesNotMatch", FaultKind.Denied, "AWS_SECRET_ACCESS_KEY")]
    [InlineData("400 Bad Request", "ExpiredToken", FaultKind.Denied, "renew")]
    [InlineData("401 Unauthorized", "Unauthorized", FaultKind.Denied, "permissions")]
    [InlineData("404 Not Found", "NoSuchBucket", FaultKind.Gone, "make it")]
    [InlineData("503 Service Unavailable", "SlowDown", FaultKind.Throttled, "fewer requests")]
    [InlineData("429 Too Many Requests", "TooManyRequests", FaultKind.Throttled, "fewer requests")]
    [InlineData("500 Internal Server Error", "InternalError", FaultKind.Transient, "failed")]
    [InlineData("507 Insufficient Storage", "XFull", FaultKind.Broken, "full")]
    [InlineData("400 Bad Request", "InvalidArgument", FaultKind.Broken, "refuses")]
    public async Task AnyCall_Refusal_IsAFaultThatSaysWhatToDo(string status, string code, FaultKind kind, string words)
    {
        for (int i = 0; i < 4; i++)
        {
            Proxy.Next(_ => true, ProxyReply.Error(status, code));
        }

        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => PutAsync("k", Bytes(1)));

        Assert.Equal(kind, fault.Kind);
        Assert.Contains(words, fault.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(S3Gateway.Shared.SecretKey, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCall_RetryAfterOfAMinute_IsPassedOn()
    {
        Proxy.Next(_ => true, ProxyReply.Error("503 Slow Down", "SlowDown", "Retry-After: 60"));

        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => Store.OpenAsync("k", Token));

        Assert.Equal(TimeSpan.FromMinutes(1), fault.RetryAfter);
        Assert.Single(Proxy.Requests);
    }

    [Fact]
    public async Task AnyCall_BucketInAnotherRegion_IsSignedForThat()
    {
        Proxy.Next(_ => true, ProxyReply.Error("301 Moved Permanently", "PermanentRedirect", "x-amz-bucket-region: eu-west-3"));

        await PutAsync("k", Bytes(1));

        Assert.Equal("eu-west-3", Store.Capabilities.Region);
        Assert.Contains("/eu-west-3/s3/", Proxy.Requests.Last().Header("Authorization"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCall_ClockIsWrong_IsCorrectedOnce()
    {
        string now = "Date: " + TimeProvider.System.GetUtcNow().ToString("R");
        Proxy.Next(_ => true, ProxyReply.Error("403 Forbidden", "RequestTimeTooSkewed", now));
        await PutAsync("k", Bytes(1));
        Proxy.Next(_ => true, ProxyReply.Error("403 Forbidden", "RequestTimeTooSkewed", now));

        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => PutAsync("k", Bytes(1)));

        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.Contains("clock", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCall_NobodyListens_IsTransientAndNamesTheEndpoint()
    {
        await using S3Store store = S3StoreTests.Open("s3://bucket/prefix?endpoint=http://127.0.0.1:9");

        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => store.OpenAsync("k", Token));

        Assert.Equal(FaultKind.Transient, fault.Kind);
        Assert.Contains("nobody answers at http://127.0.0.1:9", fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProxyFault.TruncateReply)]
    [InlineData(ProxyFault.SlowReply)]
    public async Task OpenAsync_ReplySpoilt_ReadsOnWhereItBroke(ProxyFault fault)
    {
        byte[] content = Bytes(3 * MiB);
        await PutAsync("k", content);
        Proxy.Next(request => request.Method == "GET", fault);
        Proxy.Next(request => request.Header("Range").Length > 0, ProxyFault.TruncateReply);
        Proxy.Next(request => request.Header("Range").Length > 0, ProxyFault.InternalError);

        Assert.Equal(content, await ReadAsync("k"));

        if (fault == ProxyFault.TruncateReply)
        {
            Assert.Contains(Proxy.Requests, request => request.Header("Range") == $"bytes={3 * MiB / 2}-");
        }
    }

    [Fact]
    public async Task OpenAsync_ReplacedWhileReadingIsBroken_IsTransient()
    {
        await PutAsync("k", Bytes(3 * MiB));
        Proxy.Next(request => request.Method == "GET", ProxyFault.TruncateReply);
        await using Stream stream = (await Store.OpenAsync("k", Token))!;
        await PutAsync("k", Bytes(3 * MiB + 1));

        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => stream.CopyToAsync(Stream.Null, Token));

        Assert.Equal(FaultKind.Transient, fault.Kind);
        Assert.Contains("replaced", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListAsync_RepliesSpoilt_ListsAll()
    {
        string[] keys = [.. Enumerable.Range(0, 30).Select(i => $"l/{i:D2}")];
        await Task.WhenAll(keys.Select(key => PutAsync(key, Bytes(1))));
        foreach (ProxyFault fault in new[] { ProxyFault.TruncateReply, ProxyFault.InternalError, ProxyFault.LoseReply })
        {
            Proxy.Next(request => request.Method == "GET", fault);
        }

        var listed = new List<string>();
        await foreach (ObjectInfo info in Store.ListAsync("l/", "", Token))
        {
            listed.Add(info.Key);
        }

        Assert.Equal(keys, listed);
    }

    [Fact]
    public async Task DeleteAsync_StoreHasNoLists_DeletesOneByOne()
    {
        string[] keys = [.. Enumerable.Range(0, 30).Select(i => $"l/{i:D2}")];
        await Task.WhenAll(keys.Select(key => PutAsync(key, Bytes(1))));
        Proxy.Next(request => request.Asks("delete"), ProxyReply.Error("501 Not Implemented", "NotImplemented"));

        await Store.DeleteAsync(keys, Token);

        Assert.Null(await Store.OpenAsync("l/07", Token));
    }

    [Fact]
    public async Task DeleteAsync_OneKeyOfAListFails_IsAFaultOfThatKey()
    {
        Proxy.Next(request => request.Asks("delete"), new ProxyReply(
            "200 OK",
            "<DeleteResult><Error><Key>some/prefix/b</Key><Code>AccessDenied</Code><Message>no</Message></Error></DeleteResult>"));

        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => Store.DeleteAsync(["a", "b"], Token));

        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.Equal("some/prefix/b", fault.Subject);
    }

    private Task<bool> PutAsync(string key, byte[] content, PutCondition condition = PutCondition.Always) =>
        Store.PutAsync(key, new MemoryStream(content), condition, Token);
}
