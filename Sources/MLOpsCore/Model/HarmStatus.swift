package import MLOpsSchedule

/// What the sequential test of harm says of the model in production (STATISTICS 5.6), and whether a training would pay.
package struct HarmStatus: Hashable, Sendable, Codable {
    package enum Phase: String, Sendable, Codable, CaseIterable {
        /// What is usual is not known yet.
        case learning
        case watching
        /// Proven, until the losses are back or another model is promoted.
        case harmed
    }

    /// What a training is worth beside what it costs, in units of loss (STATISTICS 5.7).
    package struct Worth: Hashable, Sendable, Codable {
        package var cost: Double
        package var worth: Double
        /// What the model has lost so far more than when it was new, and what of it is sure.
        package var lost: Double
        package var surelyLost: Double
        /// What a row loses more now, a lower bound as far as chance of single rows goes.
        package var rate: Double
        /// The probability that this lasts, and is not what windows vary by anyway; nil: of before that was asked.
        package var lasting: Double?
        /// In rows with labels.
        package var age: Double

        package init(
            cost: Double, worth: Double, lost: Double, surelyLost: Double, rate: Double, lasting: Double? = nil,
            age: Double
        ) {
            self.cost = cost
            self.worth = worth
            self.lost = lost
            self.surelyLost = surelyLost
            self.rate = rate
            self.lasting = lasting
            self.age = age
        }

        package var isWorthIt: Bool { worth >= cost || surelyLost >= cost }
    }

    package var phase: Phase
    /// Rows whose losses were taken in, and how many more tell what is usual.
    package var rows: Int64
    package var missingRows: Int64
    /// Windows they were of, and the end of the last.
    package var windows: Int64
    package var through: Instant?
    /// ln M as a share of ln A: harm is proven at 1.
    package var evidence: Double
    /// A: rows between two false alarms; nil: not known yet.
    package var rowsPerFalseAlarm: Double?
    package var falseAlarmsPerYear: Double
    /// The metric as it was at first, or has to be; how much worse it may be; and as it is since the change, or of late.
    package var usual: Double?
    package var tolerance: Double
    package var present: Double?
    /// The beginning of the window in which harm probably began, and the end of the one that completed the proof.
    package var since: Instant?
    package var provenAt: Instant?
    /// nil: trainings are not weighed.
    package var worth: Worth?
    /// Why a proof asks for no training yet.
    package var objection: String?

    package init(
        phase: Phase, rows: Int64 = 0, missingRows: Int64 = 0, windows: Int64 = 0, through: Instant? = nil,
        evidence: Double = 0, rowsPerFalseAlarm: Double? = nil, falseAlarmsPerYear: Double, usual: Double? = nil,
        tolerance: Double = 0, present: Double? = nil, since: Instant? = nil, provenAt: Instant? = nil,
        worth: Worth? = nil, objection: String? = nil
    ) {
        self.phase = phase
        self.rows = rows
        self.missingRows = missingRows
        self.windows = windows
        self.through = through
        self.evidence = evidence
        self.rowsPerFalseAlarm = rowsPerFalseAlarm
        self.falseAlarmsPerYear = falseAlarmsPerYear
        self.usual = usual
        self.tolerance = tolerance
        self.present = present
        self.since = since
        self.provenAt = provenAt
        self.worth = worth
        self.objection = objection
    }
}
