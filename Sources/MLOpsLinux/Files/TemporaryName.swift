import CMLOpsLinux
import Glibc
import Synchronization

/// Names for files that are not finished.
///
/// They start with a dot, so that no trigger and no reader takes them for data.
enum TemporaryName {
    private static let counter = Atomic<UInt64>(0)

    /// Returns a name that no other caller in this or any running process uses.
    static func make(for name: String) -> String {
        let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
        let base = name.utf8.count <= 100 ? name : "long"  // a name holds at most 255 bytes
        return ".\(base).\(getpid())-\(BootClock.bootMicroseconds)-\(number).tmp"
    }
}
