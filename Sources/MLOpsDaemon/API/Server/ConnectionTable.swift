import NIOCore
import Synchronization

/// The open connections, counted by user.
///
/// Where there is no room for another, the one that has waited longest without a request gives way: who sends one gets
/// its answer, and who only holds connections keeps nobody out.
final class ConnectionTable: Sendable {
    private struct Connection {
        let channel: any Channel
        let user: UInt32?
        /// When it began to wait for a request, as a count of such beginnings; nil: it is being served.
        var waitingSince: UInt64?
    }

    private struct State {
        var open: [ObjectIdentifier: Connection] = [:]
        var waits: UInt64 = 0
        var isStopping = false
    }

    private let state = Mutex(State())
    private let limits: APILimits

    init(limits: APILimits) { self.limits = limits }

    /// Returns whether there is room for the connection, which is then counted until it closes.
    func admit(_ channel: any Channel, of user: UInt32?) -> Bool {
        let (isAdmitted, displaced) = state.withLock { state -> (Bool, (any Channel)?) in
            guard !state.isStopping else { return (false, nil) }
            let crowd = crowd(around: user, state)
            let displaced = crowd.flatMap { $0.min { $0.since < $1.since } }
            if crowd != nil, displaced == nil { return (false, nil) }
            let gone = displaced.flatMap { state.open.removeValue(forKey: $0.id) }
            state.waits += 1
            state.open[ObjectIdentifier(channel)] = Connection(
                channel: channel, user: user, waitingSince: state.waits)
            return (true, gone?.channel)
        }
        displaced?.close(promise: nil)
        if isAdmitted { channel.closeFuture.whenComplete { [self] _ in forget(channel) } }
        return isAdmitted
    }

    /// A request has begun on the connection.
    func began(_ channel: any Channel) {
        state.withLock { $0.open[ObjectIdentifier(channel)]?.waitingSince = nil }
    }

    /// All requests of the connection are answered.
    func rested(_ channel: any Channel) {
        state.withLock { state in
            state.waits += 1
            state.open[ObjectIdentifier(channel)]?.waitingSince = state.waits
        }
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

    private func forget(_ channel: any Channel) {
        state.withLock { state in
            let id = ObjectIdentifier(channel)
            // A displaced one is gone already, and its place may be another's.
            if state.open[id]?.channel === channel { state.open[id] = nil }
        }
    }

    /// The waiting connections of which one has to give way to another of the user; nil: there is room.
    private func crowd(around user: UInt32?, _ state: State) -> [(id: ObjectIdentifier, since: UInt64)]? {
        let isUserFull =
            limits.isLimited(user) && state.open.values.count { $0.user == user } >= limits.connectionsOfUser
        guard isUserFull || state.open.count >= limits.connections else { return nil }
        return state.open.compactMap { id, connection in
            guard let since = connection.waitingSince, !isUserFull || connection.user == user else { return nil }
            return (id, since)
        }
    }
}
