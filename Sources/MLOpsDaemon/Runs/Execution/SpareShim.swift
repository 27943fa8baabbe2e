import Dispatch
import MLOpsLinux
import Synchronization

/// Keeps one shim waiting for the next attempt: starting a program takes longer than all else that must happen between
/// the decision to start a step and its first instruction.
final class SpareShim: Sendable {
    /// Long enough that the attempt which took the spare is not held up by the start of another.
    private static let delay = DispatchTimeInterval.milliseconds(50)

    private let shim: String
    private let stepSocket: String?
    private let monitor: ProcessMonitor
    private let waiting = Mutex<WaitingShim?>(nil)
    /// Of the daemon's own priority: a thread of less gives its nice value to the shims that it starts, and they give it
    /// to the steps.
    private let queue = DispatchQueue(label: "mlopsd.executor.spare", qos: .default)

    /// - Parameters:
    ///   - shim: the `mlopsd-shim` executable.
    ///   - stepSocket: where the service manager starts shims in units of their own; nil: they are children.
    init(shim: String, stepSocket: String?, monitor: ProcessMonitor) {
        self.shim = shim
        self.stepSocket = stepSocket
        self.monitor = monitor
    }

    var isThere: Bool { waiting.withLock { $0 != nil } }

    /// Starts the attempt with the spare shim, or with a new one where there is none.
    ///
    /// - Parameter socket: where the shim is started that the attempt needs, because no other has its limits; nil: any.
    func start(_ launch: ShimProcess.Launch, at socket: String? = nil) throws(LinuxError) -> StartedShim {
        if let socket {
            let shim = try WaitingShim(connectingTo: socket)
            try shim.launch(launch)
            return shim.shim
        }
        defer { renew() }
        return try start(launch, take()) { (spare) throws(LinuxError) in try spare.launch(launch) }
    }

    /// Gives the attempt to the spare shim, which makes it ready; nil where there is no spare.
    func hold(_ launch: ShimProcess.Launch) -> HeldShim? {
        guard let spare = take() else { return nil }
        do throws(LinuxError) {
            try spare.hold(launch)
            return HeldShim(shim: spare, launch: launch)
        } catch {
            abandon(spare)
            renew()
            return nil
        }
    }

    /// Starts the attempt that a shim holds.
    func start(_ held: HeldShim) throws(LinuxError) -> StartedShim {
        defer { renew() }
        return try start(held.launch, held.shim) { (shim) throws(LinuxError) in try shim.release(held.launch) }
    }

    /// Ends a shim without its attempt.
    func abandon(_ held: HeldShim) {
        abandon(held.shim)
        renew()
    }

    private func take() -> WaitingShim? {
        waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
    }

    private func start(
        _ launch: ShimProcess.Launch, _ shim: WaitingShim?, _ body: (WaitingShim) throws(LinuxError) -> Void
    ) throws(LinuxError) -> StartedShim {
        guard let shim else { return try startAnother(launch) }
        do throws(LinuxError) {
            try body(shim)
            return shim.shim
        } catch {
            // Somebody ended it.
            abandon(shim)
            return try startAnother(launch)
        }
    }

    private func abandon(_ shim: WaitingShim) {
        shim.abandon()
        try? monitor.whenEnded(shim.shim) {}  // Whoever listens reaps it.
    }

    private func startAnother(_ launch: ShimProcess.Launch) throws(LinuxError) -> StartedShim {
        guard stepSocket != nil else { return .child(try ShimProcess.start(launch)) }
        let another = try waitingShim()
        try another.launch(launch)
        return another.shim
    }

    private func waitingShim() throws(LinuxError) -> WaitingShim {
        guard let stepSocket else { return try WaitingShim(shim: shim) }
        return try WaitingShim(connectingTo: stepSocket)
    }

    /// Starts a spare in the background if there is none.
    func renew() {
        queue.asyncAfter(deadline: .now() + Self.delay) { [self] in
            guard waiting.withLock({ $0 == nil }) else { return }
            // Without a spare every attempt starts its own, and tells what is wrong.
            guard let spare = try? waitingShim() else { return }
            waiting.withLock { $0 = spare }
        }
    }
}
