import Dispatch
import MLOpsLinux
import Synchronization

/// Keeps one shim waiting for the next attempt: starting a program takes longer than all else that must happen between
/// the decision to start a step and its first instruction.
final class SpareShim: Sendable {
    /// Long enough that the attempt which took the spare is not held up by the start of another.
    private static let delay = DispatchTimeInterval.milliseconds(50)

    private let shim: String
    private let monitor: ProcessMonitor
    private let waiting = Mutex<WaitingShim?>(nil)
    private let queue = DispatchQueue(label: "mlopsd.executor.spare", qos: .utility)

    init(shim: String, monitor: ProcessMonitor) {
        self.shim = shim
        self.monitor = monitor
    }

    var isThere: Bool { waiting.withLock { $0 != nil } }

    /// Starts the attempt with the spare shim, or with a new one where there is none.
    func start(_ launch: ShimProcess.Launch) throws(LinuxError) -> ProcessHandle {
        let spare = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        defer { renew() }
        guard let spare else { return try ShimProcess.start(launch) }
        do throws(LinuxError) {
            try spare.launch(launch)
            return spare.process
        } catch {
            // Somebody ended it; whoever listens reaps it.
            try? monitor.whenEnded(spare.process) { _ in }
            return try ShimProcess.start(launch)
        }
    }

    /// Starts a spare in the background if there is none.
    func renew() {
        queue.asyncAfter(deadline: .now() + Self.delay) { [self] in
            guard waiting.withLock({ $0 == nil }) else { return }
            // Without a spare every attempt starts its own, and tells what is wrong.
            guard let spare = try? WaitingShim(shim: shim) else { return }
            waiting.withLock { $0 = spare }
        }
    }
}
