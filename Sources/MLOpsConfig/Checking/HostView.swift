/// What is on the machine that a definition speaks of.
package protocol HostView: Sendable {
    /// The directories that programs without a path are looked for in.
    var programDirectories: [String] { get }
    /// Directories that the daemon has for itself: what others put there it does not see.
    var privateDirectories: [String] { get }
    func isDirectory(_ path: String) -> Bool
    func isExecutable(_ path: String) -> Bool
}

extension HostView {
    package var privateDirectories: [String] { [] }
}
