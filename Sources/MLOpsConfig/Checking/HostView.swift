/// What is on the machine that a definition speaks of.
package protocol HostView: Sendable {
    /// The directories that programs without a path are looked for in.
    var programDirectories: [String] { get }
    func isDirectory(_ path: String) -> Bool
    func isExecutable(_ path: String) -> Bool
}
