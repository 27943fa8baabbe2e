/// What a user may choose about watching losses for harm.
package struct HarmSettings: Sendable, Equatable, Codable {
    /// What the losses are held against.
    package enum Source: Sendable, Equatable, Codable {
        /// The first so many rows, at least ``HarmSettings/minimumReference``.
        case reference(rows: Int)
        /// A known mean loss.
        ///
        /// Of losses outside 0...1 the first ``HarmSettings/scaleRows`` tell the scale.
        case baseline(Double)
        /// A known mean loss; the first rows tell the scale and how rows depend on one another.
        case both(rows: Int, baseline: Double)
    }

    /// What an alarm does to a detector.
    package enum AfterAlarm: String, Sendable, Equatable, Codable {
        /// It is harmed until the losses are back; more of the same is no second alarm, and what is still worse is one.
        case hold
        /// The same, until as many rows as a reference has have passed: then these are what is usual, as of a new model. With a
        /// known baseline it holds.
        case relearn
    }

    package var source: Source
    /// A: how many rows lie between two false alarms on average, at least; above 1.
    package var rowsPerFalseAlarm: Double
    /// How much worse than the baseline is no harm yet, in units of loss, at least 0.
    package var tolerance: Double
    package var afterAlarm: AfterAlarm

    /// Fewer rows than this say too little of what is usual.
    package static let minimumReference = 30
    /// More rows than this are not kept.
    package static let maximumReference = 1 << 20
    /// How many losses tell the scale when nobody says it.
    package static let scaleRows = 1000

    package init(
        source: Source, rowsPerFalseAlarm: Double, tolerance: Double = 0, afterAlarm: AfterAlarm = .hold
    ) {
        self.source = source
        self.rowsPerFalseAlarm = rowsPerFalseAlarm
        self.tolerance = tolerance
        self.afterAlarm = afterAlarm
    }

    /// A as the detector uses it, whatever was written.
    var level: Double {
        rowsPerFalseAlarm.isFinite ? max(2, min(rowsPerFalseAlarm, 1e15)) : 1e15
    }

    var baseline: Double? {
        switch source {
        case .reference: nil
        case .baseline(let baseline), .both(_, let baseline): baseline
        }
    }

    // How many rows are kept before the first is judged.
    var learningRows: Int {
        switch source {
        case .reference(let rows), .both(let rows, _):
            min(max(rows, Self.minimumReference), Self.maximumReference)
        case .baseline: Self.scaleRows
        }
    }
}
