import Glibc
import Logging
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import MLOpsStore
import Synchronization

/// The trial of one candidate beside one champion; used by one thread at a time.
///
/// Its directory, named after the candidate, the champion and the beginning, holds how far the log was scored, what the
/// candidate said, and those predictions by their ids.
final class ShadowTrial: Sendable {
    let goal: ShadowGoal
    private let parts: ShadowParts
    private let directory: String
    private struct Memory {
        var store: PredictionStore?
        var told: ShadowReport?
        /// The last look that was made since the start.
        var look = -1
        /// What the two stores held when they were compared last.
        var compared: [JoinTally] = []
    }
    private let memory = Mutex(Memory())

    init(_ goal: ShadowGoal, _ parts: ShadowParts) {
        self.goal = goal
        self.parts = parts
        let name = "\(goal.version.number)-\(goal.champion.number)-\(goal.since.wall.microseconds)"
        directory = "\(parts.directory(of: goal.definition.name))/\(name)"
    }

    /// Removes what earlier trials of the pipeline left.
    func removeOthers() {
        let folder = parts.directory(of: goal.definition.name)
        do throws(LinuxError) {
            let root = try SafeDirectory(folder)
            var others: [String] = []
            try root.scan(recursive: false, failed: { _ in }) { entry in
                let path = "\(folder)/\(String(decoding: entry.path.bytes, as: UTF8.self))"
                if path != directory { others.append(path) }
                return .skip
            }
            for other in others { try TreeRemoval.remove(other) }
        } catch {
            // The first trial finds no folder; what else can not be removed takes room and nothing more.
        }
    }

    /// Scores what is new, compares what can be, and tells.
    ///
    /// - Returns: Whether nothing stood in the way.
    func catchUp(isStopping: () -> Bool) -> Bool {
        var obstacle: String?
        do {
            try prepare()
            let scoring = ShadowScoring(goal: goal, parts: parts, directory: directory)
            while !isStopping(), try scoring.scoreNext() {}
            try ingest(isStopping)
        } catch {
            obstacle = "\(error)"
        }
        guard !isStopping() else { return true }
        do {
            try report(obstacle)
        } catch {
            parts.log.error("cannot compare \(goal.version) in the shadow: \(error); tried again")
            return false
        }
        return obstacle == nil
    }

    private func prepare() throws {
        for path in [parts.state + "/shadows", parts.directory(of: goal.definition.name), directory, outputs] {
            try RunDirectory.make(path)
        }
        guard memory.withLock({ $0.store }) == nil else { return }
        let store = try PredictionStore(path: directory + "/predictions.db")
        memory.withLock { $0.store = store }
    }

    private var outputs: String { directory + "/outputs" }

    /// Takes in what the candidate said.
    private func ingest(_ isStopping: () -> Bool) throws {
        guard var said = goal.definition.predictions, let store = memory.withLock({ $0.store }),
            let followed = parts.predictions(goal.definition.name)
        else { return }
        (said.log, said.labels) = (outputs, directory + "/no-labels")
        (said.modelVersion, said.segments) = (nil, [])
        try store.use(said.grid)
        let version = goal.version.description
        let ingest = PredictionIngest(
            pipeline: goal.definition.name, predictions: said, store: store, rows: parts.rows, now: parts.now,
            log: parts.log, secret: try followed.secret())
        try ingest.catchUp(champion: { _ in version }, isStopping: isStopping)
    }

    private func report(_ obstacle: String?) throws {
        guard let store = memory.withLock({ $0.store }) else { return tell(0, 0, obstacle, nil) }
        let tally = try store.tally()
        let scored = tally.predictions
        guard let followed = parts.predictions(goal.definition.name),
            let champion = try parts.record.version(goal.champion)
        else { return tell(scored, 0, obstacle, nil) }
        let held = [tally, try followed.tally()]
        // A million rows are not compared again to find the same.
        if memory.withLock({ $0.compared == held && $0.told?.obstacle == obstacle }) { return }
        let comparison = try ShadowComparison(
            goal: goal, championDigest: champion.digest, said: store, followed: followed)
        let rows = Int64(comparison.count)
        var look: ShadowReport.Look?
        if let number = ShadowReport.Look.last(of: rows, minimum: goal.shadow.minRows),
            number > memory.withLock({ $0.look })
        {
            look = .init(number: number, measurements: comparison.measurements(look: number))
            memory.withLock { $0.look = number }
        }
        memory.withLock { $0.compared = held }
        tell(scored, rows, obstacle, look)
    }

    private func tell(_ scored: Int64, _ rows: Int64, _ obstacle: String?, _ look: ShadowReport.Look?) {
        let report = ShadowReport(
            version: goal.version, champion: goal.champion, scored: scored, rows: rows, obstacle: obstacle, look: look)
        guard memory.withLock({ $0.told.replace(with: report) != report }) else { return }
        parts.answer(.shadowReported(goal.definition.name, report))
    }
}

extension Optional {
    fileprivate mutating func replace(with value: Wrapped) -> Wrapped? {
        defer { self = value }
        return self
    }
}
