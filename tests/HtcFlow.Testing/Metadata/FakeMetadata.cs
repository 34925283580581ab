using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HtcFlow.Testing.Metadata;

/// <summary>An instance's metadata service (IMDSv2) and a container's (ECS, version 4) on loopback, with everything that goes wrong with them.</summary>
public sealed class FakeMetadata : IDisposable
{
    /// <summary>Id of the instance.</summary>
    public const string InstanceId = "i-0123456789abcdef0";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, int> _requests = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Socket> _open = [];
    private readonly TimeProvider _time;
    private volatile string _token = "";
    private int _tokens;
    private int _failures;
    private long _noticeAt;

    /// <summary>Starts the service.</summary>
    /// <param name="time">Clock of the service, from which its <c>Date</c> follows.</param>
    public FakeMetadata(TimeProvider time)
    {
        _time = time;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        new Thread(Accept) { IsBackground = true }.Start();
    }

    /// <summary>Address of both services.</summary>
    public Uri Address { get; }

    /// <summary>How far the clock of the service is ahead of its own time provider.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>What will be done with the instance; null for nothing.</summary>
    public string? Action { get; set; }

    /// <summary>How long after the first question that is answered with the notice.</summary>
    public TimeSpan Notice { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether a rebalance recommendation stands.</summary>
    public bool IsAtRisk { get; set; }

    /// <summary>Whether tokens are never given, as behind a hop limit of 1: the connection stands and nothing comes.</summary>
    public bool IsBlackHole { get; set; }

    /// <summary>Life cycle of the instance.</summary>
    public string LifeCycle { get; set; } = "spot";

    /// <summary>What is wanted of the container's task.</summary>
    public string DesiredStatus { get; set; } = "RUNNING";

    /// <summary>Whether answers come in chunks, as the container agent sends long ones.</summary>
    public bool IsChunked { get; set; }

    /// <summary>Questions about a path.</summary>
    public int Requests(string path) => _requests.GetValueOrDefault(path);

    /// <summary>Answers the next questions with 503.</summary>
    public void Fail(int times) => Interlocked.Exchange(ref _failures, times);

    /// <summary>Lets all tokens end, so that the next question is answered with 401.</summary>
    public void ExpireTokens() => _token = "";

    public void Dispose()
    {
        _listener.Stop();
        foreach (Socket socket in _open)
        {
            socket.Dispose();
        }
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                Socket socket = _listener.AcceptSocket();
                _open.Add(socket);
                new Thread(() => Serve(socket)) { IsBackground = true }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private void Serve(Socket socket)
    {
        try
        {
            byte[] buffer = new byte[16 * 1024];
            var text = new StringBuilder();
            for (int read; (read = socket.Receive(buffer)) > 0;)
            {
                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
                if (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
                {
                    continue;
                }

                string[] lines = text.ToString().Split("\r\n");
                text.Clear();
                if (Answer(lines) is { } answer)
                {
                    socket.Send(Encoding.ASCII.GetBytes(answer));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed by the other side, or disposed.
        }
    }

    private string? Answer(string[] lines)
    {
        string[] request = lines[0].Split(' ');
        _requests.AddOrUpdate(request[1], 1, (_, count) => count + 1);
        if (request[1].StartsWith("/task", StringComparison.Ordinal))
        {
            return Reply("200 OK", $$"""{"Cluster":"c","DesiredStatus":"{{DesiredStatus}}","KnownStatus":"RUNNING"}""");
        }

        if (IsBlackHole)
        {
            return null;
        }

        if (Interlocked.Decrement(ref _failures) >= 0)
        {
            return Reply("503 Service Unavailable", "");
        }

        if (request[0] == "PUT" && request[1] == "/latest/api/token")
        {
            bool isValid = int.TryParse(Header(lines, "X-aws-ec2-metadata-token-ttl-seconds"), out int life) && life is >= 1 and <= 21_600;
            _token = isValid ? $"token-{Interlocked.Increment(ref _tokens)}" : "";
            return isValid ? Reply("200 OK", _token) : Reply("400 Bad Request", "");
        }

        return _token.Length == 0 || Header(lines, "X-aws-ec2-metadata-token") != _token
            ? Reply("401 Unauthorized", "")
            : Text(request[1]) is { } text ? Reply("200 OK", text) : Reply("404 Not Found", "<html>404</html>");
    }

    private string? Text(string path)
    {
        switch (path)
        {
            case "/latest/meta-data/spot/instance-action" when Action is { } action:
                Interlocked.CompareExchange(ref _noticeAt, Now.Ticks, 0);
                string at = new DateTime(Interlocked.Read(ref _noticeAt), DateTimeKind.Utc).Add(Notice).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
                return $$"""{"action":"{{action}}","time":"{{at}}"}""";
            case "/latest/meta-data/events/recommendations/rebalance" when IsAtRisk:
                return """{"noticeTime":"2026-11-21T07:48:00Z"}""";
            case "/latest/meta-data/instance-id":
                return InstanceId;
            case "/latest/meta-data/instance-type":
                return "c6i.large";
            case "/latest/meta-data/placement/availability-zone":
                return "us-east-2a";
            case "/latest/meta-data/instance-life-cycle":
                return LifeCycle;
            default:
                return null;
        }
    }

    private DateTimeOffset Now => _time.GetUtcNow() + Skew;

    private string Reply(string status, string body)
    {
        string head = $"HTTP/1.1 {status}\r\nDate: {Now.UtcDateTime.ToString("r", CultureInfo.InvariantCulture)}\r\nServer: EC2ws\r\n";
        return IsChunked && body.Length > 1
            ? $"{head}Transfer-Encoding: chunked\r\n\r\n1\r\n{body[..1]}\r\n{body.Length - 1:x}\r\n{body[1..]}\r\n0\r\n\r\n"
            : $"{head}Content-Length: {body.Length}\r\n\r\n{body}";
    }

    private static string Header(string[] lines, string name) =>
        Array.Find(lines, line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim() ?? "";
}
