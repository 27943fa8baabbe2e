import CMLOpsLinux
import Glibc

/// Files that a test has just written.
package enum WrittenFile {
    /// Returns when nobody has the file open for writing any more.
    ///
    /// What another test starts meanwhile holds all that we have open until it executes its program. As long the file is
    /// one that is being written: it can not be started, and it does not count as whole.
    package static func settle(_ path: [CChar]) {
        let file = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { return }
        defer { close(file) }
        let deadline = ContinuousClock.now + .seconds(60)
        while mlops_try_read_lease(file) == 1, ContinuousClock.now < deadline { sched_yield() }
    }

    package static func settle(_ path: String) { settle(Array(path.utf8CString)) }
}
