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
    private let queue = DispatchQueue(label: "mlopsd.executor.spare", qos: .utility)

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
    func start(_ launch: ShimProcess.Launch) throws(LinuxError) -> StartedShim {
        let spare = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        defer { renew() }
        guard let spare else { return try startAnother(launch) }
        do throws(LinuxError) {
            try spare.launch(launch)
            return spare.shim
        } catch {
            // Somebody ended it; whoever listens reaps it.
            try? monitor.whenEnded(spare.shim) {}
            return try startAnother(launch)
        }
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
