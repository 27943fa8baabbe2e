import Dispatch
import MLOpsCore
import MLOpsLinux
import Synchronization

/// One listing of a dataset's directory, on the dataset's queue: it compares with the index and reports only what
/// differs. Memory does not grow with the number of files.
struct ScanJob: Sendable {
    /// Compared with the index at once.
    private static let portionFiles = 512
    private static let unhandledPortions = 4

    let setup: DatasetSetup
    let generation: Int
    /// The directory as it was resolved; another one by now ends the scan.
    let root: String
    let part: RelativePath?
    /// Whether manifests are to be known before the files they may name.
    let findsMarkersFirst: Bool
    let heedsMarkers: Bool
    let index: any FileIndex
    let cancellation: Cancellation
    let post: @Sendable (IntakeMessage) -> Void

    /// Stops a scan whose result nobody wants any more.
    final class Cancellation: Sendable {
        private let flag = Atomic(false)
        var isCancelled: Bool { flag.load(ordering: .relaxed) }
        func cancel() { flag.store(true, ordering: .relaxed) }
    }

    func run() {
        let (outcome, directory) = scan()
        post(.scanEnded(
            setup.key, ScanEnd(generation: generation, part: part, outcome: outcome, directory: directory)))
    }

    private func scan() -> (ScanEnd.Outcome, SafeDirectory?) {
        switch ResolvedRoot.resolve(setup.definition.path) {
        case .found(root, _): break
        case .found: return (.moved, nil)
        case .unavailable(let reason): return (.unavailable(reason), nil)
        }
        do throws(LinuxError) {
            let directory = try SafeDirectory(root)
            return (try list(directory), directory)
        } catch {
            return (.unavailable("\(error)"), nil)
        }
    }

    private func list(_ directory: SafeDirectory) throws(LinuxError) -> ScanEnd.Outcome {
        var listing = ScanListing(self, directory)
        if heedsMarkers, findsMarkersFirst { try listing.visit(markersOnly: true) }
        try listing.visit(markersOnly: false)
        if let failure = listing.failure { return .indexFailed(failure) }
        if cancellation.isCancelled { return .cancelled }
        guard part == nil else { return .complete(listing.summary) }
        return try presence(listing, directory)
    }

    /// Looks for what the index knows and the listing did not meet.
    private func presence(_ listing: ScanListing, _ directory: SafeDirectory) throws(LinuxError) -> ScanEnd.Outcome {
        var listing = listing
        do throws(StoreError) {
            let expected = try index.countPresentFiles(setup.key.pipeline, setup.key.dataset)
            if expected <= listing.knownFiles { return .complete(listing.summary) }
            if let doubt = try doubt(listing, directory) { return .unavailable(doubt) }
            try listing.reportAbsent()
        } catch {
            return .indexFailed(error)
        }
        return cancellation.isCancelled ? .cancelled : .complete(listing.summary)
    }

    /// A directory on another file system than all the files that were known in it, and with none of them, is a mount
    /// point without its mount, even when a producer goes on writing there; it never means that all data was deleted.
    private func doubt(_ listing: ScanListing, _ directory: SafeDirectory) throws(StoreError) -> String? {
        guard listing.knownFiles == 0, let device = try? directory.status().fingerprint.device else { return nil }
        let known = try index.files(setup.key.pipeline, setup.key.dataset, after: [], limit: 1000)
        let others = known.filter { $0.state != .vanished && $0.fingerprint.device != 0 }
        guard !others.isEmpty, others.allSatisfy({ $0.fingerprint.device != device }) else { return nil }
        let path = setup.definition.path
        return "none of its known files is in \"\(path)\", which is not on their file system; is it mounted?"
    }

    /// Hands a part over; waits while too many are not dealt with.
    func send(_ candidates: [ScanCandidate], _ permits: DispatchSemaphore) {
        guard !candidates.isEmpty else { return }
        while permits.wait(timeout: .now() + .milliseconds(100)) == .timedOut {
            if cancellation.isCancelled { return }
        }
        post(.scanned(setup.key, ScanPortion(generation: generation, candidates: candidates, permits: permits)))
    }

    static func makePermits() -> DispatchSemaphore {
        // Made empty and then filled: one made full must not be freed before all permits are back.
        let permits = DispatchSemaphore(value: 0)
        for _ in 0..<unhandledPortions { permits.signal() }
        return permits
    }

    static var portionSize: Int { portionFiles }
}
