import MLOpsSchedule

/// A pipeline's place among all; it stays its own, because pipelines are never removed.
typealias PipelineIndex = Array<PipelineEntry>.Index

/// What the orchestrator keeps of one pipeline: the state that the record has too, and what follows from it.
struct PipelineEntry {
    struct Marks: OptionSet {
        let rawValue: UInt8

        /// This turn has to do with it: its requests and due time are looked at.
        static let touched = Self(rawValue: 1)
        /// Its triggers are judged.
        static let judged = Self(rawValue: 2)
        /// Its state is recorded.
        static let changed = Self(rawValue: 4)
    }

    /// As the record gets it after every change.
    private(set) var shared: Shared<PipelineState>
    var state: PipelineState {
        @inline(__always) _read { yield shared.value }
        @inline(__always) _modify { yield &shared.value }
    }
    /// In force; nil when the pipeline's file is gone or invalid.
    var definition: PreparedDefinition?
    /// Not ended, oldest first.
    var runs: [Shared<Run>] = []
    /// The next slot or age of any operand; nil: there is none.
    ///
    /// In the past: not known, look.
    var nextOccurrence: Instant? = .distantPast
    /// When a trigger can change its verdict without evidence, as of its last judgement.
    var triggersDue: Instant?
    /// Of the present turn.
    var marks: Marks = []

    init(state: PipelineState) { shared = Shared(state) }
}

extension Instant {
    /// Before everything, and far enough from the ends of `Int64` to be subtracted from.
    static let distantPast = Instant(microseconds: -(1 << 60))
}
