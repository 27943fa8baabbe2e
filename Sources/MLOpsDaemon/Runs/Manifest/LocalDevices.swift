import MLOpsCore
import MLOpsLinux
import Synchronization

/// The devices that are known to be file systems of this machine: to look at a file there does not wait for another.
///
/// They are found out where waiting harms nobody, and told from then on without a question to the file system.
final class LocalDevices: Sendable {
    private let devices = Mutex<Set<UInt64>>([])

    var known: Set<UInt64> { devices.withLock(\.self) }

    /// Looks at the directories of the datasets; blocks for as long as their file systems take.
    func learn(from datasets: [DatasetDefinition]) {
        for dataset in datasets {
            let device = try? Self.localDevice(of: dataset.path)  // What can not be looked at stays unknown.
            if let device { devices.withLock { _ = $0.insert(device) } }
        }
    }

    /// Returns nil when another machine can change the file system.
    private static func localDevice(of path: String) throws(LinuxError) -> UInt64? {
        guard try !FileSystem(of: path).isRemote else { return nil }
        return try SafeDirectory(SafeDirectory.realPath(of: path)).status().fingerprint.device
    }
}
