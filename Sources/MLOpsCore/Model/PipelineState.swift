package import MLOpsSchedule
package import OrderedCollections

/// All that decisions about one pipeline depend on, besides its definition; restored from the store at start.
package struct PipelineState: Hashable, Sendable, Codable {
    package struct Pause: Hashable, Sendable, Codable {
        package var since: Moment
        package var until: Instant?
        package var by: Actor
        package var reason: String?
    }

    package struct Breaker: Hashable, Sendable, Codable {
        package var openedAt: Moment
        package var reason: String
        /// The definition and code that failed; a change of it lets one run try again.
        package var fingerprint: String
    }

    package struct Champion: Hashable, Sendable, Codable {
        package var version: ModelVersionID
        package var digest: String
        package var metrics: [Candidate.Metric]
        package var promotedAt: Moment
        /// Whether it has not completed the probation that it is, or was, on; nil: it has, or was on none.
        package var isUnproven: Bool?
        /// When it went live for the first time, where a rollback brought it back; nil: `promotedAt`.
        package var firstPromotedAt: Moment?

        /// Since when its age counts: what was taken back in between made it no younger.
        package var agesSince: Moment { firstPromotedAt ?? promotedAt }
    }

    /// A version that passed its gates and waits for a person.
    package struct Awaiting: Hashable, Sendable, Codable {
        package var version: ModelVersionID
        package var since: Moment
    }

    /// Up to which file data were judged by one reference.
    package struct Judged: Hashable, Sendable, Codable {
        package var reference: ModelVersionID
        package var through: Int64
    }

    package struct Performance: Hashable, Sendable, Codable {
        @Shared package var status: PerformanceStatus
        /// Since when it is in this state.
        package var since: Moment
        /// Runs for this cause, one after another, whose candidates were refused.
        package var refusals: Int = 0
        /// The end of the last window that such a run was started for.
        package var refusedAfter: Instant?
    }

    /// What is known of one operand.
    package struct OperandState: Hashable, Sendable, Codable {
        package var latch: Latch?
        /// Schedules: the last nominal slot that is accounted for.
        ///
        /// Model age: the last age that is.
        package var cursor: Instant?
        /// Schedules: where the cursor was when the clock went far back; slots up to it stay used.
        package var cursorBeforeClockChange: Instant?
        /// Drift: what its monitor says; nil: nothing yet of the present champion.
        package var drift: DriftStatus?
        /// Drift: by this champion's data and, since a rollback may bring them back, by those of the last before it.
        package var judged: [Judged]?
        /// Performance: what is known of the present champion.
        package var performance: Performance?
        /// What the operand was made of, so that a changed definition starts afresh instead of misreading old state.
        package var shape: String
    }

    package struct DatasetState: Hashable, Sendable, Codable {
        /// The highest sequence number given to a ready file.
        package var lastSequence: Int64 = 0
        /// Why the directory can not be watched at present; nil: it can.
        package var unavailable: String?

        package init() {}
    }

    package var name: PipelineName
    /// nil: its file is gone or invalid.
    package var definition: String?
    /// Why it is not usable: its file is invalid or removed.
    package var disabled: String?
    /// Keyed by the operand's path.
    package var operands: OrderedDictionary<String, OperandState> = [:]
    package var datasets: OrderedDictionary<DatasetName, DatasetState> = [:]
    package var pause: Pause?
    /// In order of arrival; more than one only with `overlap: queue`.
    package var requests: [Shared<RunRequest>] = []
    package var lastStart: Moment?
    package var lastSuccess: Moment?
    package var recentStarts = RecentStarts()
    package var consecutiveFailures = 0
    package var breaker: Breaker?
    /// The declared code as last seen at rest.
    package var observedCode: String?
    /// Definition and code that the last started run used, or that were first seen; what differs from it is a change.
    package var usedFingerprint: String?
    package var champion: Champion?
    /// What was live before the champion, newest last; bounded.
    package var formerChampions: [Champion] = []
    package var lastVersion: Int64 = 0
    /// Oldest first; nil: none ever did.
    package var awaiting: [Awaiting]?
    package var probation: Probation?
    /// nil: no candidate is tried in the shadow.
    package var shadow: Shadow?
    /// nil: no version was ever tried on a share of the requests.
    package var traffic: TrafficSplit?
    /// Digests of models that were taken back automatically, the newest last; bounded; nil: none ever was.
    package var badDigests: [String]?
    /// Names that people gave, and `challenger`; nil: there never were any.
    package var aliases: OrderedDictionary<String, ModelVersionID>?

    package init(name: PipelineName) { self.name = name }

    /// Why a pipeline whose definition was taken away is disabled.
    static let fileIsGone = "its file is gone"

    /// Whether nobody wants it any more; its history stays.
    package var isGone: Bool { disabled == Self.fileIsGone }

    /// Why it is disabled when its file is gone and a person said that it is not missed.
    package static let wasForgotten = "it was forgotten"

    /// Whether only its history is left: it is in no list until its file is back.
    package var isForgotten: Bool { disabled == Self.wasForgotten }

    /// What a rollback brings back: the last former champion that completed its probation; where none ever did, the last.
    ///
    /// Never one that was taken back as bad itself.
    package var rollbackTarget: Champion? {
        let sound = formerChampions.filter { badDigests?.contains($0.digest) != true }
        return sound.last { $0.isUnproven != true } ?? sound.last
    }

    /// Versions that nothing but a person makes live, oldest first; not the one that the shadow still decides on.
    package var waitingForPerson: [Awaiting] {
        let tried = shadow.flatMap { $0.isHeld == true ? nil : $0.version }
        return (awaiting ?? []).filter { $0.version != tried }
    }

    /// Where a name that a person gave, or `challenger`, points.
    package func version(of alias: String) -> ModelVersionID? { aliases?[alias] }
}
