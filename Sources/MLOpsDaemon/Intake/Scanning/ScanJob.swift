import Dispatch
import MLOpsCore
import MLOpsLinux
import Synchronization

/// One listing of a dataset's directory, on the dataset's queue: it compares with the index and reports only what
/// differs.
///
/// Memory does not grow with the number of files.
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
    /// Whether what was set aside is reported although it is as it was.
    let asksAgain: Bool
    let resolve: @Sendable (String) -> ResolvedRoot.Place
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
        post(
            .scanEnded(
                setup.key, ScanEnd(generation: generation, part: part, outcome: outcome, directory: directory)))
    }

    private func scan() -> (ScanEnd.Outcome, SafeDirectory?) {
        switch resolve(setup.definition.path) {
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
    private func presence(_ met: ScanListing, _ directory: SafeDirectory) throws(LinuxError) -> ScanEnd.Outcome {
        var listing = met
        let device = try directory.status().fingerprint.device
        do throws(StoreError) {
            let expected = try index.countPresentFiles(setup.key.pipeline, setup.key.dataset)
            if expected > listing.knownFiles { try listing.reportAbsent(onDevice: device) }
        } catch {
            return .indexFailed(error)
        }
        if cancellation.isCancelled { return .cancelled }
        guard listing.doubtfulFiles > 0 else { return .complete(listing.summary) }
        return .unavailable(
            "\(listing.doubtfulFiles) known files are not in \"\(setup.definition.path)\", nor is anything of the "
                + "file system that they were on; is it mounted?")
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
