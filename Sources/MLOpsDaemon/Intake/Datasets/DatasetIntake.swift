import Dispatch
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule

/// Everything intake knows of one dataset.
///
/// It lives on the intake thread; only its queues work elsewhere, on values.
///
/// Hints from the watcher and candidates from scans lead to a look; looks drive the readiness of each file; what is
/// whole is judged against the index; what is news goes to the inbox. Nothing is remembered of files that are settled.
final class DatasetIntake {
    /// A file that has been unsettled for longer is shown in the record, with the reason.
    static let longSettling = Duration.seconds(60)
    /// A root that comes back within this time was replaced, and nobody needs to hear of it.
    static let lossPatience = Duration.seconds(1)
    static let polledRescan = Duration.seconds(60)
    static let watchedRescan = Duration.seconds(900)

    let context: IntakeContext
    /// For listing, and for reading content: a file that takes an hour to read must not keep new ones from being found.
    private let listing: DispatchQueue
    private let reading: DispatchQueue
    var setup: DatasetSetup
    var filter: NameFilter
    var policy: ReadinessPolicy
    var markerPolicy: ReadinessPolicy
    /// Rises with every configuration and every loss of the root: answers to older questions are dropped.
    var generation = 0

    var root: String?
    var isRemote = false
    var watchRoot: WatchRoot?
    /// Whether the watched root is there; while it is not, only the watcher can tell when it comes back.
    var isArmed = false
    /// The directory as long as it can be trusted.
    var trusted: TrustedRoot?
    /// It, opened for what is being done.
    private var opened: SafeDirectory?
    /// Whether not all of it is watched.
    var isPartlyWatched = false
    var availability = Availability()
    var resolveAt: Int64?
    var resolveDelay = Duration.zero

    var schedule: RescanSchedule
    var cancellation = ScanJob.Cancellation()
    /// Whether the next whole listing has files that were set aside read again: the schema may be another one, also
    /// since the daemon last ran.
    var asksAgain = true
    var unsettled: UnsettledFiles
    var batches = OpenBatches()
    /// Files that came while a manifest was written or read that may name them.
    var heldForManifests: [RelativePath] = []
    /// Manifests that are done with, as they were then.
    var settledManifests: [[UInt8]: FileRecord.Fingerprint] = [:]
    var outbox: EvidenceOutbox
    /// Listings of single directories whose findings belong together and are under way.
    var heldParts = 0
    var pendingSince: Int64?
    var lastScan: Moment?
    var indexFailure: String?
    var scanFailure: String?

    init(_ setup: DatasetSetup, context: IntakeContext) throws(StoreError) {
        self.setup = setup
        self.context = context
        listing = DispatchQueue(label: "mlopsd.listing.\(setup.key)", qos: .utility)
        reading = DispatchQueue(label: "mlopsd.reading.\(setup.key)", qos: .utility)
        filter = NameFilter(setup.definition)
        policy = ReadinessPolicy(setup.definition, isRemote: false)
        markerPolicy = policy
        schedule = RescanSchedule(interval: Self.watchedRescan, at: context.now)
        unsettled = UnsettledFiles(capacity: context.limits.unsettledFiles)
        outbox = EvidenceOutbox(
            setup.key, lastSequence: try context.index.lastSequence(setup.key.pipeline, setup.key.dataset),
            limits: context.limits)
        adoptPolicy()
        resolve()
    }

    var now: Moment { context.now }

    /// The directory, for a look from this thread; nil where that might take for ever, or when it is not there.
    var directory: SafeDirectory? {
        guard !isRemote else { return nil }
        if opened == nil, let trusted {
            opened = trusted.open()
            // The watcher finds out what happened, and either the root is lost or armed again.
            if opened == nil { context.watches.watcher?.verifyRoots() }
        }
        return opened
    }

    /// Nothing is to be done for now.
    func rest() { opened = nil }

    var key: DatasetKey { setup.key }
    var heedsMarkers: Bool { [.auto, .manifest].contains(setup.definition.readiness) }
    /// A lost root is listed when it is back.
    var canScan: Bool { root != nil && (isArmed || watchRoot == nil) }
    var isPolled: Bool { isRemote || isPartlyWatched || context.watches.watcher == nil }

    /// The definition is the same, but the world may not be.
    func refresh() {
        if root == nil { resolve() } else { schedule.request(by: now.uptime) }
    }

    /// Takes over a changed definition; what was sent and is not committed yet is remembered.
    func reconfigure(_ setup: DatasetSetup) {
        if setup.schema != self.setup.schema { asksAgain = true }
        self.setup = setup
        filter = NameFilter(setup.definition)
        forgetDirectory()
        adoptPolicy()
        resolve()
    }

    /// Ends everything under way.
    func close() {
        flush()
        forgetDirectory()
        if let watchRoot { context.watches.leave(watchRoot, by: key) }
        watchRoot = nil
    }

    func adoptPolicy() {
        policy = ReadinessPolicy(setup.definition, isRemote: isRemote)
        markerPolicy = policy
        markerPolicy.readiness = .auto
        markerPolicy.allowsEmpty = true
        let longest = isPolled ? Self.polledRescan : Self.watchedRescan
        schedule.interval = setup.definition.rescan.map { isPartlyWatched ? min($0, longest) : $0 } ?? longest
    }

    /// Uptime at which something is to be done without being told.
    var nextDeadline: Int64? {
        [
            unsettled.nextLook, resolveAt, availability.reportAt, trusted == nil ? nil : batchDeadline,
            canScan ? schedule.dueAt : nil,
            outbox.hasPending && heldParts == 0 ? now.uptime + (outbox.isFull ? 20_000 : 0) : nil,
        ].compactMap(\.self).min()
    }

    /// Does what is due.
    func passTime() {
        let uptime = now.uptime
        if let resolveAt, resolveAt <= uptime { resolve() }
        reportLongLoss(at: uptime)
        while let file = unsettled.popDue(at: uptime) { lookAgain(file) }
        judgeDueBatches(at: uptime)
        releaseHeldFiles()
        startDueScan()
    }

    func list(_ work: @escaping @Sendable () -> Void) { enqueue(listing, context.listings, work) }

    func read(_ work: @escaping @Sendable () -> Void) { enqueue(reading, context.readings, work) }

    /// Asks what a dead server may never answer, in nobody's place.
    func ask(_ work: @escaping @Sendable () -> Void) { listing.async(execute: work) }

    /// Local work waits for one of few places; what hangs on a dead server takes none.
    private func enqueue(
        _ queue: DispatchQueue, _ places: DispatchSemaphore, _ work: @escaping @Sendable () -> Void
    ) {
        guard !isRemote else { return queue.async(execute: work) }
        queue.async {
            places.wait()
            work()
            places.signal()
        }
    }
}
