using System.Globalization;
using System.Text;
using HtcFlow.Core.Ports;

namespace HtcFlow.Engine.Homes;

/// <summary>Makes sure that one engine at most works on a campaign: an advisory lock that ends with its process, however it dies.</summary>
public sealed class EngineLock : IDisposable
{
    private readonly FileStream _file;

    private EngineLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <returns>The lock, or null when another live process holds it (see <see cref="HolderOf"/>).</returns>
    /// <exception cref="FaultException">The campaign's directory cannot be written.</exception>
    public static EngineLock? TryTake(CampaignHome home, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(home);
        ArgumentNullException.ThrowIfNull(time);
        FileStream file;
        try
        {
            Directory.CreateDirectory(home.Directory);
            file = new FileStream(home.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(FaultKind.Denied, "take the lock", home.Lock, e.Message, e);
        }

        // The lock belongs to the open file, is released by the kernel when the process ends, and is not inherited by tasks.
        if (NativeLock.TryLock(file.SafeFileHandle))
        {
            file.SetLength(0);
            string holder = string.Create(
                CultureInfo.InvariantCulture,
                $"{Environment.ProcessId} {Environment.MachineName} {time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}\n");
            file.Write(Encoding.UTF8.GetBytes(holder));
            file.Flush();
            return new EngineLock(file);
        }

        file.Dispose();
        return null;
    }

    /// <summary>Says who holds the lock: <c>pid host time</c>; null when nobody does.</summary>
    public static string? HolderOf(CampaignHome home)
    {
        ArgumentNullException.ThrowIfNull(home);
        if (!File.Exists(home.Lock))
        {
            return null;
        }

        using var file = new FileStream(home.Lock, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (!NativeLock.IsLocked(file.SafeFileHandle))
        {
            return null;
        }

        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Trim();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
