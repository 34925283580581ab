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
        try
        {
            home.Create();
            return Take(home, time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(FaultKind.Denied, "take the lock", home.Lock, e.Message, e);
        }
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
    public void Dispose()
    {
        if (_file.SafeFileHandle is { IsClosed: false } handle)
        {
            NativeLock.Unlock(handle);
        }

        _file.Dispose();
    }

    private static EngineLock? Take(CampaignHome home, TimeProvider time)
    {
        var file = new FileStream(home.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        bool isTaken = false;
        try
        {
            // The lock belongs to the open file, is released by the kernel when the process ends, and is not inherited by tasks.
            if (!NativeLock.TryLock(file.SafeFileHandle))
            {
                return null;
            }

            file.SetLength(0);
            string holder = string.Create(
                CultureInfo.InvariantCulture,
                $"{Environment.ProcessId} {Environment.MachineName} {time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}\n");
            file.Write(Encoding.UTF8.GetBytes(holder));
            file.Flush();
            isTaken = true;
            return new EngineLock(file);
        }
        finally
        {
            // Also when the disk is full: an engine that does not run must not hold the lock.
            if (!isTaken)
            {
                file.Dispose();
            }
        }
    }
}
