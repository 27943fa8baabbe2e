/// Who asked for something.
package struct ActorValue: Codable, Sendable, Hashable {
    /// nil: the daemon itself.
    package var uid: UInt32?
    package var pid: Int32?
    package var name: String

    package init(uid: UInt32? = nil, pid: Int32? = nil, name: String) {
        self.uid = uid
        self.pid = pid
        self.name = name
    }
}
