using System.Globalization;
using System.Text;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Order;

/// <summary>The locked file by which a local engine, also a restarted one, sees that this runner is alive.</summary>
internal static class LockDescriptor
{
    /// <summary>Writes the process id into the file and keeps the descriptor open to the end, but from the command.</summary>
    /// <exception cref="OrderProblem">The variable does not name a writable descriptor.</exception>
    public static unsafe void Sign(Func<string, string?> variable, int processId)
    {
        string text = variable(RunnerEnvironment.LockDescriptor) ?? "";
        if (text.Length == 0)
        {
            return;
        }

        byte[] line = Encoding.ASCII.GetBytes(processId.ToString(CultureInfo.InvariantCulture) + "\n");
        fixed (byte* bytes = line)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int descriptor)
                || FileCalls.WriteAt(descriptor, bytes, line.Length, 0) != line.Length
                || FileCalls.Control(descriptor, FileCalls.SetDescriptorFlags, FileCalls.CloseOnExecFlag) < 0)
            {
                throw new OrderProblem($"{RunnerEnvironment.LockDescriptor} is '{text}', which is not a writable descriptor of this process.");
            }
        }
    }
}
