import Glibc

/// Where the control socket lies when nobody says otherwise; daemon and client ask here, so that they agree.
package enum SocketPath {
    package static let system = "/run/mlopsd/mlopsd.sock"

    /// The socket of a user's own daemon.
    ///
    /// - Parameters:
    ///   - runtimeDirectory: `$XDG_RUNTIME_DIR`, which cron and sudo leave empty though the directory is there.
    ///   - stateDirectory: Holds the socket where there is no such directory, as in a container.
    package static func user(runtimeDirectory: String?, uid: UInt32, stateDirectory: String) -> String {
        let usual = "/run/user/\(uid)"
        let directory =
            runtimeDirectory.flatMap { $0.hasPrefix("/") ? $0 : nil }
            ?? (access(usual, X_OK) == 0 ? usual : stateDirectory)
        return "\(directory)/mlopsd/mlopsd.sock"
    }
}
