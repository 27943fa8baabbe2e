import MLOpsCore
import MLOpsLinux
import Synchronization

/// Attempts that wait because the service manager starts no units for them, and whether people know.
final class WaitingAttempts: Sendable {
    private let reasons = Mutex<[AttemptID: String]>([:])
    private let tell: @Sendable (String?) -> Void

    /// - Parameter tell: told why attempts wait whenever that changes, and nil when none does any more.
    init(tell: @escaping @Sendable (String?) -> Void) { self.tell = tell }

    /// - Parameter isLimited: whether it waits for a unit of its own, because of its limits.
    func add(_ attempt: AttemptID, _ error: LinuxError, isLimited: Bool) {
        let hint = isLimited ? "mlopsctl apply, as root," : "systemctl start mlopsd-step.socket"
        change { $0[attempt] = "\(error); \(hint) brings it back" }
    }

    func remove(_ attempt: AttemptID) {
        change { $0[attempt] = nil }
    }

    private func change(_ body: (inout [AttemptID: String]) -> Void) {
        let (before, after) = reasons.withLock { reasons in
            let before = Self.text(reasons)
            body(&reasons)
            return (before, Self.text(reasons))
        }
        if before != after { tell(after) }
    }

    /// The same for any number of attempts, so that each reason is told once.
    private static func text(_ reasons: [AttemptID: String]) -> String? {
        let different = Set(reasons.values).sorted()
        return different.isEmpty ? nil : different.joined(separator: "; ")
    }
}
