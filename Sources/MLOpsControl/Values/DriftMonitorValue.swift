/// A drift monitor: what it compares, how it stands, and what it judged last.
package struct DriftMonitorValue: Codable, Sendable, Hashable {
    package enum State: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        case calm, suspect, unknown
    }

    /// What later data are compared with.
    package struct Reference: Codable, Sendable, Hashable {
        /// The model version whose training data it is.
        package var version: String
        package var files: Int64
        package var rows: Int64

        package init(version: String, files: Int64, rows: Int64) {
            self.version = version
            self.files = files
            self.rows = rows
        }
    }

    /// A column in the newest window.
    package struct Column: Codable, Sendable, Hashable {
        package var name: String
        /// compared, insufficient, empty, all_null or incomparable.
        package var status: String
        package var p: Double?
        /// Population stability index.
        package var psi: Double?
        /// Kolmogorov-Smirnov distance; nil for categories.
        package var ks: Double?
        /// Share of missing values less that of the reference.
        package var missingShift: Double?
        /// Whether the shift is surely too small to count.
        package var isNegligible: Bool
        /// Evidence over all windows, as a share of what an alarm needs, on a logarithmic scale.
        package var strength: Double

        package init(
            name: String, status: String, p: Double?, psi: Double?, ks: Double?, missingShift: Double?,
            isNegligible: Bool, strength: Double
        ) {
            self.name = name
            self.status = status
            self.p = p
            self.psi = psi
            self.ks = ks
            self.missingShift = missingShift
            self.isNegligible = isNegligible
            self.strength = strength
        }
    }

    /// The column of the label, whose shift counts for no alarm.
    package struct Target: Codable, Sendable, Hashable {
        package var name: String
        /// Whether the training data have no such column.
        package var isMissing: Bool
        /// In the newest window; nil: none is judged, or there is no such column.
        package var column: Column?

        package init(name: String, isMissing: Bool = false, column: Column? = nil) {
            self.name = name
            self.isMissing = isMissing
            self.column = column
        }
    }

    /// Files that were compared together.
    package struct Window: Codable, Sendable, Hashable {
        package var evidence: String
        package var judgedAt: Timestamp
        package var firstSequence: Int64
        package var lastSequence: Int64
        package var files: Int64
        package var rows: Int64
        package var reference: String
        package var state: State
        package var isAlarm: Bool
        /// Of all columns together; 1 is an alarm.
        package var strength: Double
        /// An alarm is due to these; else they have the most evidence.
        package var columns: [String]

        package init(
            evidence: String, judgedAt: Timestamp, firstSequence: Int64, lastSequence: Int64, files: Int64,
            rows: Int64, reference: String, state: State, isAlarm: Bool, strength: Double, columns: [String]
        ) {
            self.evidence = evidence
            self.judgedAt = judgedAt
            self.firstSequence = firstSequence
            self.lastSequence = lastSequence
            self.files = files
            self.rows = rows
            self.reference = reference
            self.state = state
            self.isAlarm = isAlarm
            self.strength = strength
            self.columns = columns
        }
    }

    package var trigger: String
    /// The part of the trigger, for example `both.all.1`.
    package var operand: String
    package var dataset: String
    package var state: State
    package var since: Timestamp?
    /// Why it is unknown.
    package var reason: String?
    /// evaluate or retrain; in a combination an alarm counts in any case.
    package var action: String
    package var falseAlarmsPerYear: Double
    /// nil: there is no champion, or its training data could not be read.
    package var reference: Reference?
    /// Judged since the reference was pinned.
    package var windows: Int64
    /// Evidence of the newest window and all before it; 1 is an alarm.
    package var strength: Double
    /// Whether there are too few windows of the reference to know how far apart windows are.
    package var isCalibrating: Bool
    /// Of the newest window, in the order of evidence, without that of the label.
    package var columns: [Column]
    /// nil: the dataset names no target.
    package var target: Target?
    /// Newest first, at most 50.
    package var history: [Window]

    package init(
        trigger: String, operand: String, dataset: String, state: State, since: Timestamp? = nil,
        reason: String? = nil, action: String, falseAlarmsPerYear: Double, reference: Reference? = nil,
        windows: Int64 = 0, strength: Double = 0, isCalibrating: Bool = false, columns: [Column] = [],
        target: Target? = nil, history: [Window] = []
    ) {
        self.trigger = trigger
        self.operand = operand
        self.dataset = dataset
        self.state = state
        self.since = since
        self.reason = reason
        self.action = action
        self.falseAlarmsPerYear = falseAlarmsPerYear
        self.reference = reference
        self.windows = windows
        self.strength = strength
        self.isCalibrating = isCalibrating
        self.columns = columns
        self.target = target
        self.history = history
    }
}
