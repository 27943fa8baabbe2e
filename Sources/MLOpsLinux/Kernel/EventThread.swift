import CMLOpsLinux
import Glibc
import Synchronization

/// One thread that waits, by epoll, for everything that only needs to be noticed: process ends, timers, signals.
///
/// Handlers run on that thread one after another and must be short; whatever takes time is handed on.
package final class EventThread: Sendable {
    private struct State {
        var nextID: UInt64 = 1
        var handlers: [UInt64: Handler] = [:]
    }

    private struct Handler {
        let descriptor: Descriptor
        let once: Bool
        let body: @Sendable () -> Void
    }

    private let epoll: Descriptor
    private let state = Mutex(State())

    /// Starts the thread; it lives as long as the process.
    package init(name: String = "mlops-events") throws(LinuxError) {
        let number = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard number >= 0 else { throw .last("create", "epoll") }
        epoll = Descriptor(owning: number)
        try Thread.start(name) { self.run() }
    }

    /// Calls `body` whenever the descriptor is readable.
    ///
    /// The descriptor stays open until `remove`.
    @discardableResult
    package func whenReadable(
        _ descriptor: Descriptor, once: Bool = false, _ body: @escaping @Sendable () -> Void
    ) throws(LinuxError) -> UInt64 {
        let id = state.withLock { state in
            let id = state.nextID
            state.nextID += 1
            state.handlers[id] = Handler(descriptor: descriptor, once: once, body: body)
            return id
        }
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: id))
        guard epoll_ctl(epoll.number, EPOLL_CTL_ADD, descriptor.number, &event) == 0 else {
            let error = LinuxError.last("wait for", "descriptor \(descriptor.number)")
            _ = state.withLock { $0.handlers.removeValue(forKey: id) }
            throw error
        }
        return id
    }

    /// Stops calling the handler; a call that has begun on the event thread still finishes.
    package func remove(_ id: UInt64) {
        guard let handler = state.withLock({ $0.handlers.removeValue(forKey: id) }) else { return }
        _ = epoll_ctl(epoll.number, EPOLL_CTL_DEL, handler.descriptor.number, nil)
    }

    private func run() {
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 64) { events in
            while true {
                let count = epoll_wait(epoll.number, events.baseAddress, Int32(events.count), -1)
                for index in 0..<max(0, Int(count)) {
                    deliver(events[index].data.u64)
                }
            }
        }
    }

    private func deliver(_ id: UInt64) {
        guard let handler = state.withLock({ $0.handlers[id] }) else { return }
        if handler.once { remove(id) }
        handler.body()
    }
}
