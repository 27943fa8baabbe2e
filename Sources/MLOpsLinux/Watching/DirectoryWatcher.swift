import CMLOpsLinux
import Glibc
import Synchronization

/// Watches any number of directories with one inotify instance and one thread.
///
/// Events are hints that arrive in batches. Nothing appears unseen as long as the consumer scans a root when it is
/// `armed` and all roots at an `overflow`. The watcher re-arms a lost root by itself.
package final class DirectoryWatcher: Sendable {
    private struct Mailbox {
        var commands: [WatchCommand] = []
        var isStopped = false
    }

    /// Everything that was noticed since the last batch, for one consumer.
    package let events = BatchStream<WatchEvent>()

    private let mailbox = Mutex(Mailbox())
    private let wake: Descriptor

    /// Starts the thread.
    ///
    /// - Parameter maximumPendingEvents: How many events wait for a busy consumer before they become one `overflow`.
    /// - Throws: `.watchLimit` when the user has no inotify instance left.
    package convenience init(maximumPendingEvents: Int = 65_536) throws(LinuxError) {
        try self.init(maximumPendingEvents: maximumPendingEvents, inotify: Inotify())
    }

    init(maximumPendingEvents: Int, inotify: Inotify) throws(LinuxError) {
        let number = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard number >= 0 else { throw .last("create", "eventfd") }
        wake = Descriptor(owning: number)
        let outbox = WatchOutbox(events, maximumPending: maximumPendingEvents)
        try Thread.start("mlops-watch") { [wake, weak self] in
            var loop = WatchLoop(inotify: inotify, outbox: outbox)
            while Self.wait(inotify.descriptor, wake, milliseconds: loop.waitMilliseconds) {
                guard let commands = self?.takeCommands() else { break }
                for command in commands { loop.perform(command) }
                loop.turn()
            }
        }
    }

    deinit {
        signal()
    }

    /// Watches a root, or keeps trying while it does not exist; `armed` or `lost` is reported.
    ///
    /// Harmless when repeated.
    package func arm(_ root: WatchRoot) {
        send(.arm(root))
    }

    /// Stops watching a root.
    package func disarm(_ root: WatchRoot) {
        send(.disarm(root))
    }

    /// Compares every root's path with the directory that is watched, and tries lost roots at once.
    ///
    /// No event tells that something was mounted over a root or that a parent was renamed; call this with every rescan.
    package func verifyRoots() {
        send(.verify)
    }

    /// Ends the thread and the stream of events.
    package func stop() {
        mailbox.withLock { $0.isStopped = true }
        signal()
    }

    private func send(_ command: WatchCommand) {
        mailbox.withLock { $0.commands.append(command) }
        signal()
    }

    private func signal() {
        var one: UInt64 = 1
        _ = write(wake.number, &one, 8)  // only fails when the counter is full, and then the thread is awake anyway
    }

    private func takeCommands() -> [WatchCommand]? {
        var count: UInt64 = 0
        _ = read(wake.number, &count, 8)  // empties the counter; nothing to read is fine
        return mailbox.withLock { mailbox in
            defer { mailbox.commands = [] }
            return mailbox.isStopped ? nil : mailbox.commands
        }
    }

    private static func wait(_ inotify: Descriptor, _ wake: Descriptor, milliseconds: Int32) -> Bool {
        var descriptors = [
            pollfd(fd: inotify.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wake.number, events: Int16(POLLIN), revents: 0),
        ]
        return poll(&descriptors, 2, milliseconds) >= 0 || errno == EINTR
    }
}
