/// Who asked for something: a user on the control socket, or the daemon itself.
package struct Actor: Hashable, Sendable, Codable {
    /// nil: the daemon.
    package var uid: UInt32?
    package var pid: Int32?
    package var name: String

    package static let daemon = Actor(name: "mlopsd")

    package init(uid: UInt32? = nil, pid: Int32? = nil, name: String) {
        self.uid = uid
        self.pid = pid
        self.name = name
    }
}
