import Glibc

/// The machine that this program runs on, as its user sees it.
package struct LocalHost: HostView {
    /// Where the daemon of the system keeps its configuration.
    static let systemConfiguration = "/etc/mlopsd"

    package let programDirectories: [String]
    package let privateDirectories: [String]
    package let refusesUnknownUsers: Bool

    /// - Parameters:
    ///   - configuration: The configuration directory: the service that uses that of the system has a `/tmp` of its own,
    ///     and makes units for users of this machine.
    ///   - searchPath: The value of `PATH` that steps will have.
    package init(
        configuration: String? = nil,
        searchPath: String = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    ) {
        refusesUnknownUsers = configuration == Self.systemConfiguration
        privateDirectories = refusesUnknownUsers ? ["/tmp", "/var/tmp"] : []
        programDirectories = searchPath.split(separator: ":").map(String.init)
    }

    package func hasUser(_ name: String) -> Bool { Self.number(ofUser: name) != nil }

    /// nil: this machine has no such user.
    static func number(ofUser name: String) -> UInt32? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16 * 1024)
        guard getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return nil }
        return entry.pw_uid
    }

    package func isDirectory(_ path: String) -> Bool {
        (try? FileStatus(path: path))?.isDirectory == true  // Whatever the reason, there is none to use.
    }

    package func isExecutable(_ path: String) -> Bool {
        let status = try? FileStatus(path: path)  // A program that cannot be looked at cannot be run.
        return status?.isRegular == true && access(path, X_OK) == 0
    }
}
