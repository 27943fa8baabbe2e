package import MLOpsSchedule

/// What of one pipeline may be removed, and what may not and why.
///
/// Pure: the same facts always lead to the same plan.
package struct RetentionPlan: Hashable, Sendable {
    /// All that the plan depends on.
    package struct Facts: Sendable {
        /// With a directory, ended or not, in any order.
        package var runs: [Run]
        /// With files, in any order.
        package var versions: [ModelVersion]
        /// nil: the pipeline has none.
        package var champion: ModelVersionID?
        package var previous: ModelVersionID?
        /// What a rollback brings back.
        package var rollback: ModelVersionID?
        /// Versions that names or tags of people hold, with the words for it.
        package var pinned: [ModelVersionID: String]
        /// Versions that a deployment under way, a probation or a run that has not ended has to do with.
        package var inFlight: [ModelVersionID]

        package init(
            runs: [Run] = [], versions: [ModelVersion] = [], champion: ModelVersionID? = nil,
            previous: ModelVersionID? = nil, rollback: ModelVersionID? = nil,
            pinned: [ModelVersionID: String] = [:], inFlight: [ModelVersionID] = []
        ) {
            self.runs = runs
            self.versions = versions
            self.champion = champion
            self.previous = previous
            self.rollback = rollback
            self.pinned = pinned
            self.inFlight = inFlight
        }
    }

    package struct Kept<ID: Hashable & Sendable>: Hashable, Sendable {
        package let id: ID
        package let reason: String
    }

    /// Oldest first.
    package private(set) var runs: [RunID] = []
    package private(set) var models: [ModelVersionID] = []
    /// What count and age would remove, and something else holds.
    package private(set) var heldRuns: [Kept<RunID>] = []
    package private(set) var heldModels: [Kept<ModelVersionID>] = []

    package init(_ policy: RetentionPolicy, _ facts: Facts, now: Instant) {
        let holds = Self.holds(facts)
        planModels(policy, facts, holds, now)
        planRuns(policy, facts, holds, now)
    }

    /// Why a version has to stay.
    private static func holds(_ facts: Facts) -> [ModelVersionID: String] {
        var holds = facts.pinned
        for version in facts.versions where version.status == .awaiting { holds[version.id] = "waits for approval" }
        for version in facts.inFlight { holds[version] = "is in flight" }
        if let champion = facts.champion {
            let run = facts.versions.first { $0.id == champion }.flatMap { live in
                facts.runs.first { $0.id == live.run }
            }
            for version in [run?.champion, run?.comparedWith].compactMap(\.self) {
                holds[version] = "is in the lineage of \(champion), which is live"
            }
        }
        if let previous = facts.previous { holds[previous] = "was live before" }
        if let rollback = facts.rollback { holds[rollback] = "is what a rollback brings back" }
        if let champion = facts.champion { holds[champion] = "is live" }
        return holds
    }

    private mutating func planModels(
        _ policy: RetentionPolicy, _ facts: Facts, _ holds: [ModelVersionID: String], _ now: Instant
    ) {
        guard let count = policy.models else { return }
        let newestFirst = facts.versions.sorted { $0.id.number > $1.id.number }
        let surplus = newestFirst.dropFirst(count).filter { now - $0.registeredAt.wall >= policy.age }
        for version in surplus.reversed() {
            if let reason = holds[version.id] {
                heldModels.append(Kept(id: version.id, reason: reason))
            } else {
                models.append(version.id)
            }
        }
    }

    private mutating func planRuns(
        _ policy: RetentionPolicy, _ facts: Facts, _ holds: [ModelVersionID: String], _ now: Instant
    ) {
        guard let count = policy.runs else { return }
        let lineage = Self.lineage(of: holds, facts)
        let ended = facts.runs.filter { !$0.isActive }.sorted { $0.id > $1.id }
        let surplus = ended.dropFirst(count).filter { run in
            now - (run.endedAt ?? run.startedAt).wall >= policy.age
        }
        for run in surplus.reversed() {
            if let reason = lineage[run.id] {
                heldRuns.append(Kept(id: run.id, reason: reason))
            } else {
                runs.append(run.id)
            }
        }
    }

    /// The runs that made versions which stay, with those that they, and active runs, went on from.
    private static func lineage(of holds: [ModelVersionID: String], _ facts: Facts) -> [RunID: String] {
        let byID = Dictionary(facts.runs.map { ($0.id, $0) }) { first, _ in first }
        var reasons: [RunID: String] = [:]
        let made = facts.versions.filter { holds[$0.id] != nil }.map {
            ($0.run, "made \($0.id), which \(holds[$0.id] ?? "")")
        }
        let active = facts.runs.filter(\.isActive).map { ($0.id, "run \($0.id) goes on from it") }
        for (start, reason) in made + active {
            var next: RunID? = start
            while let id = next, reasons[id] == nil {
                reasons[id] = reason
                next = byID[id]?.request.retryOf
            }
        }
        return reasons
    }
}
