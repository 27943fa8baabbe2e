/// What is on the machine that a definition speaks of.
package protocol HostView: Sendable {
    /// The directories that programs without a path are looked for in.
    var programDirectories: [String] { get }
    /// Directories that the daemon has for itself: what others put there it does not see.
    var privateDirectories: [String] { get }
    func isDirectory(_ path: String) -> Bool
    func isExecutable(_ path: String) -> Bool
    func hasUser(_ name: String) -> Bool
    /// Whether a definition is refused that names a user who is not there: it is to be put to use here and nowhere else.
    var refusesUnknownUsers: Bool { get }
}

extension HostView {
    package var privateDirectories: [String] { [] }
    package var refusesUnknownUsers: Bool { false }

    package func hasUser(_ name: String) -> Bool { true }
}
