using System.Buffers;
using System.Text.Json;
using HtcFlow.AwsEmulator.Signing;

namespace HtcFlow.AwsEmulator.Http;

/// <summary>What services that speak JSON have in common.</summary>
internal static class JsonProtocol
{
    // As the service writes: apostrophes and such are not escaped.
    private static readonly JsonWriterOptions s_writing = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An answer with an object.</summary>
    public static Reply Object(string contentType, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, s_writing))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return new Reply(200, contentType, buffer.WrittenSpan.ToArray());
    }

    /// <summary>Reads a body; an empty one is an empty object.</summary>
    public static JsonElement Read(byte[] body)
    {
        if (body.Length == 0)
        {
            return default;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new ServiceFault("SerializationException", 400, "Start of structure or map found where not expected.");
        }
        catch (JsonException)
        {
            throw new ServiceFault("SerializationException", 400, "The request body is no JSON.");
        }
    }

    /// <summary>The error for a bad signature.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="status">Status that the protocol gives such errors.</param>
    public static ServiceFault FaultOf(SignatureException problem, int status) => problem.Problem switch
    {
        SignatureProblem.Missing => new ServiceFault("MissingAuthenticationTokenException", status, "Missing Authentication Token"),
        SignatureProblem.Incomplete => new ServiceFault("IncompleteSignatureException", status, problem.Message),
        SignatureProblem.UnknownKey or SignatureProblem.WrongToken =>
            new ServiceFault("UnrecognizedClientException", status, "The security token included in the request is invalid."),
        SignatureProblem.ExpiredToken => new ServiceFault("ExpiredTokenException", status, "The security token included in the request is expired"),
        SignatureProblem.TooOld or SignatureProblem.TooEarly or SignatureProblem.WrongRegion =>
            new ServiceFault("InvalidSignatureException", status, problem.Message),
        _ => new ServiceFault(
            "InvalidSignatureException",
            status,
            problem.Message.Length > 0 ? problem.Message : "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."),
    };

    /// <summary>The words for a caller without the right.</summary>
    public static string DeniedText(string service, ServiceCall call, string resource, bool isExplicit)
    {
        string action = $"{service}:{call.Operation}";
        string why = isExplicit ? "with an explicit deny in an identity-based policy" : $"because no identity-based policy allows the {action} action";
        return $"User: {call.CallerArn} is not authorized to perform: {action} on resource: {resource} {why}";
    }
}
