import CMLOpsLinux
import Glibc

extension FileStatus {
    /// What stands at the path, symbolic links not followed; nil when nothing does.
    package init?(at path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.init(status)
    }
}
