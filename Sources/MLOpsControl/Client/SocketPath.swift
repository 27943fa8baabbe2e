/// Where the control socket lies when nobody says otherwise.
package enum SocketPath {
    package static let system = "/run/mlopsd/mlopsd.sock"

    /// The socket of a user's own daemon; `runtimeDirectory` is `$XDG_RUNTIME_DIR`, which cron and sudo leave empty.
    package static func user(runtimeDirectory: String?, uid: UInt32) -> String {
        let directory = runtimeDirectory.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/run/user/\(uid)"
        return "\(directory)/mlopsd/mlopsd.sock"
    }
}
