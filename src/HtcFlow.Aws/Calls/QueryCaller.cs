using System.Xml;
using System.Xml.Linq;
using HtcFlow.Aws.Calls.Errors;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Calls;

/// <summary>Sends calls of the services that take forms and answer in XML.</summary>
internal sealed class QueryCaller(AwsCaller caller, string version)
{
    /// <summary>Begins a request.</summary>
    public QueryForm Form(string operation) => new(operation, version);

    /// <summary>Sends a request; gives the root of its reply, which is empty after the refusal <paramref name="goodCode"/>.</summary>
    public async Task<XElement> SendAsync(string operation, string subject, QueryForm form, CancellationToken cancellationToken, string? goodCode = null)
    {
        byte[] reply = await caller.SendAsync(
            new AwsCall
            {
                Operation = operation,
                Subject = subject,
                ContentType = "application/x-www-form-urlencoded; charset=utf-8",
                Body = form.ToBytes(),
                GoodCode = goodCode,
            },
            cancellationToken);
        try
        {
            return reply.Length == 0 ? new XElement(operation) : AwsErrorReader.Xml(reply);
        }
        catch (XmlException e)
        {
            throw new FaultException(
                FaultKind.Transient, $"{caller.Place.Service}:{operation}", subject, $"{caller.Place.Host} gave a reply that is not AWS's; check the endpoint", e);
        }
    }
}
