import Dispatch
import Logging
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule

/// Where the dataset's directory is, and whether it is there.
extension DatasetIntake {
    /// Asks, off this thread because a dead server may never answer, where the configured path leads.
    func resolve() {
        resolveAt = nil
        let (path, key, generation) = (setup.definition.path, key, generation)
        let (resolve, post) = (context.resolve, context.post)
        ask { post(.resolved(key, ResolvedRoot(generation: generation, place: resolve(path)))) }
    }

    func resolved(_ answer: ResolvedRoot) {
        guard answer.generation == generation else { return }
        switch answer.place {
        case .unavailable(let reason):
            lose(reason, after: .zero)
            resolveDelay = min(max(resolveDelay * 2, .seconds(1)), .seconds(30))
            resolveAt = now.uptime + resolveDelay.microseconds
        case .found(let path, let isRemote):
            resolveDelay = .zero
            adopt(path, isRemote: isRemote)
        }
    }

    private func adopt(_ path: String, isRemote: Bool) {
        root = path
        self.isRemote = isRemote
        isPartlyWatched = false
        let wanted =
            isRemote || context.watches.watcher == nil
            ? nil : WatchRoot(path: path, isRecursive: setup.definition.recursive)
        if let watchRoot, watchRoot != wanted { context.watches.leave(watchRoot, by: key) }
        let isNew = wanted != watchRoot
        watchRoot = wanted
        adoptPolicy()
        guard let wanted else { return trust() }
        if isNew ? context.watches.use(wanted, by: key) : true { trust() }
    }

    /// The root is watched from now on, or is polled.
    func trust() {
        isArmed = true
        generation += 1
        cancellation.cancel()
        cancellation = ScanJob.Cancellation()
        heldParts = 0
        // Where it cannot be opened, the scan says why.
        if !isRemote, let root { trust(try? SafeDirectory(root)) }
        adoptPolicy()
        schedule = RescanSchedule(interval: schedule.interval, at: now)
    }

    func trust(_ directory: SafeDirectory?) {
        rest()
        trusted = directory.flatMap { try? TrustedRoot($0) }  // what cannot be told from others is not trusted
    }

    func lost(_ reason: WatchLossReason) {
        forgetDirectory()
        lose("\(reason)", after: Self.lossPatience)
    }

    /// Not everything below the root is watched, so it is also listed often.
    func incomplete(_ path: RelativePath, _ error: LinuxError) {
        guard !isPartlyWatched else { return }
        isPartlyWatched = true
        adoptPolicy()
        schedule.request(by: now.uptime)
        let seconds = schedule.interval.components.seconds
        context.effects.log.warning(
            "dataset \"\(key)\" is not watched as a whole and listed every \(seconds) s instead: \(error)")
    }

    /// Nothing that is known of the directory holds any more.
    func forgetDirectory() {
        flush()
        generation += 1
        cancellation.cancel()
        isArmed = false
        trusted = nil
        rest()
        unsettled.removeAll()
        batches.removeAll()
        heldForManifests = []
        settledManifests = [:]
        heldParts = 0
    }

    func lose(_ reason: String, after patience: Duration) {
        availability.lose(reason, reportAt: now.uptime + patience.microseconds)
        reportLongLoss(at: now.uptime)
    }

    func reportLongLoss(at uptime: Int64) {
        guard let reason = availability.takeReport(at: uptime) else { return }
        context.effects.send(.datasetUnavailable(key.pipeline, key.dataset, reason: reason))
    }

    func recover() {
        guard availability.recover() else { return }
        context.effects.send(.datasetUnavailable(key.pipeline, key.dataset, reason: nil))
    }
}
