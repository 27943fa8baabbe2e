import CMLOpsLinux
import Glibc

/// Processes that carry a mark in their environment, as do all that they started and that did not take it off.
package enum MarkedProcesses {
    /// Ends those of this user that were started with the variable and value, `NAME=value`, at once.
    ///
    /// - Returns: how many.
    @discardableResult
    package static func end(_ mark: String) -> Int {
        guard let listing = opendir("/proc") else { return 0 }
        defer { closedir(listing) }
        var count = 0
        while let entry = readdir(listing) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let pid = pid_t(name), pid != getpid(), carries(mark, pid) else { continue }
            if kill(pid, SIGKILL) == 0 { count += 1 }
        }
        return count
    }

    private static func carries(_ mark: String, _ pid: pid_t) -> Bool {
        // One that has ended, or is another user's, has nothing to read.
        guard let environment = SmallFile.read("/proc/\(pid)/environ", maximumBytes: 4 << 20) else { return false }
        return environment.split(separator: 0).contains { $0.elementsEqual(mark.utf8) }
    }
}
