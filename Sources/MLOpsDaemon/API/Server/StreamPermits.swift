import HTTPTypes
import MLOpsControl
import Synchronization

/// Counts the answers that go on until their client ends them.
final class StreamPermits: Sendable {
    /// Counts as long as it lives.
    final class Permit: Sendable {
        private let giveBack: @Sendable () -> Void

        fileprivate init(giveBack: @escaping @Sendable () -> Void) { self.giveBack = giveBack }

        deinit { giveBack() }
    }

    private let open = Mutex<[UInt32?: Int]>([:])
    private let limits: APILimits

    init(limits: APILimits) { self.limits = limits }

    var count: Int { open.withLock { $0.values.reduce(0, +) } }

    func take(for user: UInt32?) throws(APIFailure) -> Permit {
        let isFree = open.withLock { open in
            let isFree =
                open.values.reduce(0, +) < limits.streams
                && (user == 0 || open[user, default: 0] < limits.streamsOfUser)
            if isFree { open[user, default: 0] += 1 }
            return isFree
        }
        guard isFree else {
            throw APIFailure(
                .tooManyRequests, .tooMany, "too many events and logs are being followed",
                hint: "end one of those that follow, or ask without following")
        }
        return Permit { [self] in
            open.withLock { open in
                let left = open[user, default: 1] - 1
                open[user] = left > 0 ? left : nil
            }
        }
    }
}
