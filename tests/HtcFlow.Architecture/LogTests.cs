using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HtcFlow.Architecture;

/// <summary>Log messages are source-generated and every one has a number of its own.</summary>
public sealed class LogTests
{
    [Fact]
    public void LogMessages_EventIds_AreWrittenDownAndUnique()
    {
        (string At, string? Id)[] messages =
            [.. from file in Checkout.Product
                from attribute in file.All<AttributeSyntax>()
                where attribute.Name.ToString() is "LoggerMessage" or "LoggerMessageAttribute"
                select (file.At(attribute), EventId(attribute))];
        Expect.None("A log message names its event id.", messages.Where(static m => m.Id is null).Select(static m => m.At));
        Expect.None(
            "An event id is used once.",
            messages.GroupBy(static m => m.Id, StringComparer.Ordinal)
                .Where(static group => group.Count() > 1)
                .Select(static group => $"{group.Key}: {string.Join(", ", group.Select(static m => m.At))}"));
    }

    [Fact]
    public void Product_NeverCallsALoggerDirectly() =>
        Expect.None(
            "Write a [LoggerMessage] method instead.",
            from file in Checkout.Product
            from call in file.All<InvocationExpressionSyntax>()
            let name = (call.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.Text
            where name is "LogTrace" or "LogDebug" or "LogInformation" or "LogWarning" or "LogError" or "LogCritical"
            select file.At(call));

    // [LoggerMessage(17, ...)] or [LoggerMessage(EventId = 17, ...)]
    private static string? EventId(AttributeSyntax attribute) =>
        (attribute.ArgumentList?.Arguments ?? [])
            .Where(static argument => argument.NameEquals is null || argument.NameEquals.Name.Identifier.Text == "EventId")
            .Select(static argument => argument.Expression.ToString())
            .FirstOrDefault(static text => char.IsAsciiDigit(text[0]));
}
