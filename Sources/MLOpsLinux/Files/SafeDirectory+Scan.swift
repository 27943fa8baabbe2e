import CMLOpsLinux
import Glibc

extension SafeDirectory {
    /// What the visitor of a scan wants next.
    package enum ScanStep: Sendable {
        case proceed
        /// Not what is below this entry.
        case skip
        case stop
    }

    /// Visits every entry, of any kind, directories before what they hold.
    ///
    /// Memory does not grow with the number of files, only with the depth: one open directory per level.
    ///
    /// - Parameters:
    ///   - recursive: Whether to descend.
    ///   - maximumDepth: Levels below this directory that are entered; deeper ones are reported to `failed` with ELOOP.
    ///   - failed: Called for an entry that cannot be read; the scan goes on with the others.
    package func scan(
        recursive: Bool, maximumDepth: Int = 64, failed: (LinuxError) -> Void,
        visit: (ScannedFile) -> ScanStep
    ) throws(LinuxError) {
        _ = try scan(.root, depth: recursive ? maximumDepth : 0, recursive: recursive, failed: failed, visit: visit)
    }

    private func scan(
        _ below: RelativePath, depth: Int, recursive: Bool, failed: (LinuxError) -> Void,
        visit: (ScannedFile) -> ScanStep
    ) throws(LinuxError) -> ScanStep {
        let folder = try open(below, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_NOFOLLOW, action: "list")
        let listing = try DirectoryListing(folder, name: below)
        while let entry = try listing.next() {
            let path = below.appending(entry.name)
            do throws(LinuxError) {
                let status = try folder.status(of: entry.name, at: path)
                let wish = visit(ScannedFile(path: path, status: status))
                if wish == .stop { return .stop }
                guard recursive, status.kind == .directory, wish != .skip else { continue }
                guard depth > 0 else { throw LinuxError("enter", path.bytes, .system(ELOOP)) }
                let step = try scan(path, depth: depth - 1, recursive: true, failed: failed, visit: visit)
                if step == .stop { return .stop }
            } catch {
                // What vanished between listing and looking is no failure: its event or the next scan tells.
                if error.code != ENOENT { failed(error) }
            }
        }
        return .proceed
    }
}
