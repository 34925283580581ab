namespace HtcFlow.Runner.Order;

/// <summary>The environment does not say what to run; the message is one line for people, what is wrong and what to do.</summary>
internal sealed class OrderProblem : FormatException
{
    public OrderProblem(string message)
        : base(message)
    {
    }
}
