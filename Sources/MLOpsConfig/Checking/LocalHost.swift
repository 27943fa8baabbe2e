import Glibc

/// The machine that this program runs on, as its user sees it.
package struct LocalHost: HostView {
    package let programDirectories: [String]

    /// - Parameter searchPath: The value of `PATH` that steps will have.
    package init(searchPath: String = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin") {
        programDirectories = searchPath.split(separator: ":").map(String.init)
    }

    package func isDirectory(_ path: String) -> Bool {
        (try? FileStatus(path: path))?.isDirectory == true  // Whatever the reason, there is none to use.
    }

    package func isExecutable(_ path: String) -> Bool {
        let status = try? FileStatus(path: path)  // A program that cannot be looked at cannot be run.
        return status?.isRegular == true && access(path, X_OK) == 0
    }
}
