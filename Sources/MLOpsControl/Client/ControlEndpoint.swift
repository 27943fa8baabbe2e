/// Where the daemon is reached.
package enum ControlEndpoint: Sendable {
    /// A Unix socket.
    case socket(path: String)
    /// A connection that `connect` makes for each request; `name` is for messages.
    case connected(name: String, connect: @Sendable () throws(ControlError) -> ControlConnection)

    package var name: String {
        switch self {
        case .socket(let path): path
        case .connected(let name, _): name
        }
    }
}
