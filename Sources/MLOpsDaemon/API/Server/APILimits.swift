import Glibc

/// Bounds of what clients can make the daemon hold, however many they are and whatever they send.
package struct APILimits: Sendable {
    package var headerBytes = 16 << 10
    package var headers = 100
    package var bodyBytes = 1 << 20
    package var bodyDepth = 64
    /// In all; one that waits for a request gives way to one that is new.
    package var connections = 256
    package var connectionsOfUser = 16
    /// Answers that go on until the client ends them.
    package var streams = 64
    package var streamsOfUser = 8
    /// How often a user may ask, for as long as the user likes: no person and no script that waits for its answers comes
    /// near, and a service that hands over predictions one by one has room.
    package var requestsPerSecond = 1000.0
    /// How many requests a user may have saved up.
    package var requestsAtOnce = 2000.0
    /// Have what the others leave: root, and the daemon's own user.
    package var unlimitedUsers: Set<UInt32> = [0, geteuid()]
    /// From the connection to the end of the first request's headers.
    package var headerDeadline: Duration = .seconds(10)
    /// From the headers to the end of the body.
    package var bodyDeadline: Duration = .seconds(30)
    /// From an answer to the end of the next request's headers.
    package var idleDeadline: Duration = .seconds(60)
    /// From an answer that came before its request had ended to the end of the connection.
    package var lingerDeadline: Duration = .seconds(1)
    /// How long a client may read nothing of an answer that waits for it.
    package var stallDeadline: Duration = .seconds(60)
    /// What is left for answers under way when the daemon stops.
    package var stopDeadline: Duration = .seconds(3)

    package init() {}

    /// Those of a process that may have so many files open: clients take at most a third, so that whoever comes next is
    /// let in, and the daemon goes on beside them.
    package init(descriptors: UInt64) {
        connections = min(connections, Int(clamping: descriptors / 3))
    }

    func isLimited(_ user: UInt32?) -> Bool { user.map { !unlimitedUsers.contains($0) } ?? false }

    package static var ofThisProcess: APILimits {
        var files = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files) == 0 else { return APILimits() }
        return APILimits(descriptors: UInt64(files.rlim_cur))
    }
}
