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
            // A directory that can not be looked at is not known.
            guard let system = try? FileSystem(of: dataset.path), !system.isRemote,
                let status = try? SafeDirectory(SafeDirectory.realPath(of: dataset.path)).status()
            else { continue }
            devices.withLock { _ = $0.insert(status.fingerprint.device) }
        }
    }
}
