import CMLOpsLinux
import Dispatch
import Synchronization

/// A thread that does one thing after another beside whoever asks for it, on another processor where there is one.
///
/// The kernel mostly wakes a thread on the processor of its waker, though that goes on and another is idle: a halted
/// processor of a virtual machine counts as busy. Both then share one processor, and nothing happens at the same time.
package final class CompanionThread: Sendable {
    private final class Shared: Sendable {
        let bodies = Mutex<[@Sendable () -> Void]>([])
        let isStopped = Mutex(false)
        let wake = DispatchSemaphore(value: 0)
        let number = Mutex<Int32?>(nil)

        func run() {
            number.withLock { $0 = mlops_thread_id() }
            while true {
                wake.wait()
                let waiting = bodies.withLock { bodies in
                    defer { bodies = [] }
                    return bodies
                }
                for body in waiting { body() }
                if waiting.isEmpty, isStopped.withLock(\.self) { return }
            }
        }
    }

    private let shared = Shared()

    /// Starts the thread, which ends with this value.
    ///
    /// - Parameter name: at most 15 bytes.
    package init(_ name: String) throws(LinuxError) {
        try Thread.start(name) { [shared] in shared.run() }
    }

    deinit {
        shared.isStopped.withLock { $0 = true }
        shared.wake.signal()
    }

    /// Has the thread do this after all that it was asked before; returns at once.
    package func perform(_ body: @escaping @Sendable () -> Void) {
        shared.bodies.withLock { $0.append(body) }
        if let number = shared.number.withLock(\.self) { mlops_keep_off_this_processor(number) }
        shared.wake.signal()
    }
}
