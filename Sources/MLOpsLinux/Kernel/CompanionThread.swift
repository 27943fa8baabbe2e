import CMLOpsLinux
import Glibc
import Synchronization

/// A thread that does one thing after another beside whoever asks for it, on another processor where there is one.
///
/// The kernel mostly wakes a thread on the processor of its waker, though that goes on and another is idle: a halted
/// processor of a virtual machine counts as busy. Both then share one processor, and nothing happens at the same time.
/// Where the thread may not be kept off a processor, as under the shipped unit of systemd, the kernel decides.
package final class CompanionThread: Sendable {
    private struct Mailbox {
        var bodies: [@Sendable () -> Void] = []
        var isStopped = false
        /// The thread's number, once it runs.
        var number: Int32?
    }

    private final class Shared: Sendable {
        let mailbox = Mutex(Mailbox())
        let bell: Descriptor

        init() throws(LinuxError) {
            let number = eventfd(0, Int32(EFD_CLOEXEC))
            guard number >= 0 else { throw .last("create", "eventfd") }
            bell = Descriptor(owning: number)
        }

        func ring() { eventfd_write(bell.number, 1) }

        func run() {
            mailbox.withLock { $0.number = mlops_thread_id() }
            var isStopped = false
            while !isStopped {
                var count: eventfd_t = 0
                eventfd_read(bell.number, &count)
                let taken = mailbox.withLock { mailbox in
                    defer { mailbox.bodies = [] }
                    return mailbox
                }
                for body in taken.bodies { body() }
                isStopped = taken.isStopped
            }
        }
    }

    private let shared: Shared

    /// Starts the thread, which ends with this value, after what it was asked to do.
    ///
    /// - Parameters:
    ///   - name: at most 15 bytes.
    ///   - niceness: which the thread has if it is more than the daemon's.
    package init(_ name: String, niceness: Int32 = -20) throws(LinuxError) {
        let shared = try Shared()
        self.shared = shared
        try Thread.start(name) {
            // Of this thread alone. What is refused leaves it as it is.
            if niceness > getpriority(__priority_which_t(0), 0) { _ = setpriority(__priority_which_t(0), 0, niceness) }
            shared.run()
        }
    }

    deinit {
        shared.mailbox.withLock { $0.isStopped = true }
        shared.ring()
    }

    /// Has the thread do this after all that it was asked before; returns at once.
    package func perform(_ body: @escaping @Sendable () -> Void) {
        let number = shared.mailbox.withLock { mailbox in
            mailbox.bodies.append(body)
            return mailbox.number
        }
        if let number { mlops_keep_off_this_processor(number) }
        shared.ring()
    }
}
