import Glibc
import MLOpsControl
import MLOpsCore
import MLOpsLinux
import ServiceLifecycle

/// Signals and changes of the clock: SIGTERM and SIGINT end the daemon, SIGHUP reads the configuration again.
struct SignalService: Service {
    let signals: SignalStream
    let clock: WallClockTimer
    let inbox: Inbox
    let reload: @Sendable () async -> ReloadResponse
    /// Tells those that keep times of their own.
    let clockChanged: @Sendable () -> Void

    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await followSignals() }
            group.addTask { await followClock() }
            // Whoever ends first asked for the end of the daemon.
            await group.next()
            group.cancelAll()
        }
    }

    private func followSignals() async {
        for await batch in signals.batches.cancelOnGracefulShutdown() {
            if batch.contains(SIGTERM) || batch.contains(SIGINT) { return }
            if batch.contains(SIGHUP) { _ = await reload() }
        }
    }

    /// A set clock makes slots due or not due: the loop must look again.
    private func followClock() async {
        do throws(LinuxError) { try clock.set(wallMicroseconds: nil) } catch { return }
        for await _ in clock.events.cancelOnGracefulShutdown() {
            inbox.send(.ticked)
            clockChanged()
            do throws(LinuxError) { try clock.set(wallMicroseconds: nil) } catch { return }
        }
    }
}
