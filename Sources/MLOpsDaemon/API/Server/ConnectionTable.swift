import Glibc
import NIOCore
import Synchronization

/// The open connections, counted by user.
final class ConnectionTable: Sendable {
    private struct State {
        var open: [ObjectIdentifier: (channel: any Channel, user: UInt32?)] = [:]
        var isStopping = false
    }

    private let state = Mutex(State())
    private let limits: APILimits

    init(limits: APILimits) { self.limits = limits }

    /// Returns whether there is room for the connection, which is then counted until it closes.
    func admit(_ channel: any Channel, of user: UInt32?) -> Bool {
        let id = ObjectIdentifier(channel)
        let isAdmitted = state.withLock { state in
            guard !state.isStopping, state.open.count < limits.connections, hasRoom(for: user, state) else {
                return false
            }
            state.open[id] = (channel, user)
            return true
        }
        if isAdmitted {
            channel.closeFuture.whenComplete { [self] _ in state.withLock { $0.open[id] = nil } }
        }
        return isAdmitted
    }

    /// Lets every answer under way come to its end, and closes what waits for a request.
    func quiesce() {
        let channels = state.withLock { state in
            state.isStopping = true
            return state.open.values.map(\.channel)
        }
        for channel in channels { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
    }

    /// Closes what is left.
    func closeAll() {
        for channel in state.withLock({ $0.open.values.map(\.channel) }) { channel.close(promise: nil) }
    }

    private func hasRoom(for user: UInt32?, _ state: State) -> Bool {
        guard let user, user != 0, user != geteuid() else { return true }
        return state.open.values.count { $0.user == user } < limits.connectionsOfUser
    }
}
