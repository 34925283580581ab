using HtcFlow.AwsEmulator.Account;
using HtcFlow.AwsEmulator.Batch;
using HtcFlow.AwsEmulator.Ec2;
using HtcFlow.AwsEmulator.Options;
using HtcFlow.AwsEmulator.Signing;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Http;

/// <summary>Answers requests of all services: signature, rate, weather, and then the service itself.</summary>
internal sealed class Front(Emulator emulator)
{
    private readonly IService[] _services = [new BatchService(), new Ec2Service(), new StsService(), new IamService(), new QuotaService(), new EcrService()];
    private readonly Dictionary<string, TokenBucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>What was asked and how it ended.</summary>
    public CallBook Calls { get; } = new();

    /// <summary>Answers a request; null where the connection is to be dropped without a word.</summary>
    /// <param name="request">The request.</param>
    /// <param name="region">The only region of the endpoint; null for all.</param>
    public Reply? Answer(SignedRequest request, string? region) => emulator.Agenda.Do(() => AnswerHere(request, region));

    private Reply? AnswerHere(SignedRequest request, string? region)
    {
        IService service = ServiceOf(request);
        string operation = service.OperationOf(request) ?? "Unknown";
        string outcome = "ok";
        try
        {
            ServiceCall call = Check(service, request, operation, region);
            WeatherOptions weather = emulator.Options.Weather;
            bool isAbroad = weather.Count != 0 && (weather.Operations.Length == 0 || weather.Operations.Contains(operation));
            if (isAbroad && weather.Count > 0)
            {
                weather.Count--;
            }

            Refuse(service, call, weather, isAbroad);
            Reply reply = service.Answer(call);
            if (isAbroad && emulator.Dice.NextDouble() < weather.DuplicateShare)
            {
                service.Answer(call);
            }

            if (isAbroad && emulator.Dice.NextDouble() < weather.LostShare)
            {
                outcome = "lost";
                return null;
            }

            return reply;
        }
        catch (SignatureException problem)
        {
            ServiceFault fault = service.FaultOf(problem);
            outcome = fault.Code;
            return service.Refuse(fault);
        }
        catch (ServiceFault fault)
        {
            outcome = fault.Code;
            return service.Refuse(fault);
        }
        finally
        {
            Calls.Count($"{service.Name}:{operation}", outcome);
        }
    }

    private ServiceCall Check(IService service, SignedRequest request, string operation, string? region)
    {
        (AccessKeyOptions key, Credential credential) = SignatureCheck.Check(request, emulator.Options, emulator.ServiceNow, region);
        if (credential.Service != service.Name)
        {
            throw new SignatureException(SignatureProblem.Mismatch, $"Credential should be scoped to correct service: '{service.Name}'. ");
        }

        Region home = emulator.Regions.GetValueOrDefault(credential.Region) ?? emulator.Regions.Values.First();
        var call = new ServiceCall(home, operation, key, request);
        return operation != "Unknown" ? call : throw new ServiceFault("UnknownOperationException", 404, $"There is no operation at {request.Method} {request.Path}.");
    }

    private void Refuse(IService service, ServiceCall call, WeatherOptions weather, bool isAbroad)
    {
        string family = $"{call.Region.Name}/{service.Name}";
        if (!_buckets.TryGetValue(family, out TokenBucket? bucket))
        {
            _buckets[family] = bucket = new TokenBucket();
        }

        LimitOptions limits = emulator.Options.Limits;
        bool isBatch = service.Name == "batch";
        bool isOver = !bucket.TryTake(
            isBatch ? limits.BatchCallsPerSecond : limits.Ec2CallsPerSecond,
            isBatch ? limits.BatchBurst : limits.Ec2Burst,
            emulator.Agenda.NowTicks);
        if (isOver || (isAbroad && emulator.Dice.NextDouble() < weather.ThrottleShare))
        {
            throw service.Trouble(isThrottled: true);
        }

        if (isAbroad && emulator.Dice.NextDouble() < weather.ErrorShare)
        {
            throw service.Trouble(isThrottled: false);
        }
    }

    // By what the request is, not by what its signature says it is.
    private IService ServiceOf(SignedRequest request)
    {
        string? signed = Credential.Read(request.Header("authorization"))?.Service;
        return Array.Find(_services, service => service.OperationOf(request) is not null && (signed is null || service.Name == signed))
            ?? Array.Find(_services, service => service.OperationOf(request) is not null)
            ?? Array.Find(_services, service => service.Name == signed)
            ?? _services[0];
    }
}
