/// Where the daemon is reached.
package enum ControlEndpoint: Sendable {
    /// A Unix socket.
    case socket(path: String)
    /// A connected stream socket that `connect` makes for each request and whose ownership it gives away; `name` is for
    /// messages.
    case connected(name: String, connect: @Sendable () throws(ControlError) -> Int32)

    package var name: String {
        switch self {
        case .socket(let path): path
        case .connected(let name, _): name
        }
    }
}
