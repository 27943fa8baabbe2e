/// What the sequential test of harm says of the model in production.
package struct HarmValue: Codable, Sendable, Hashable {
    package enum Phase: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        case learning, watching, harmed
    }

    /// What a training is worth beside what it costs, in units of loss.
    package struct Worth: Codable, Sendable, Hashable {
        package var cost: Double
        package var worth: Double
        /// What the model has lost so far more than when it was new, and what of it is sure.
        package var lost: Double
        package var surelyLost: Double
        /// What a row loses more now, a lower bound as far as chance of single rows goes.
        package var lossPerRow: Double
        /// The probability that this lasts, and is not what windows vary by anyway; nil: of before that was asked.
        package var lasting: Double?
        /// In labelled predictions.
        package var age: Double
        package var isWorthIt: Bool

        package init(
            cost: Double, worth: Double, lost: Double, surelyLost: Double, lossPerRow: Double,
            lasting: Double? = nil, age: Double, isWorthIt: Bool
        ) {
            self.cost = cost
            self.worth = worth
            self.lost = lost
            self.surelyLost = surelyLost
            self.lossPerRow = lossPerRow
            self.lasting = lasting
            self.age = age
            self.isWorthIt = isWorthIt
        }
    }

    /// The part of the trigger that asks for the proof.
    package var operand: String
    package var metric: String
    package var phase: Phase
    /// Labelled predictions that were taken in, and how many more tell what is usual.
    package var rows: Int64
    package var missingRows: Int64
    /// The windows they were of, and the end of the last.
    package var windows: Int64
    package var through: Timestamp?
    /// 1: harm is proven.
    package var evidence: Double
    package var falseAlarmsPerYear: Double
    /// Labelled predictions between two false alarms; nil: not known yet.
    package var rowsPerFalseAlarm: Double?
    /// The metric as it was at first, or has to be; how much worse it may be; and as it is since the change, or of late.
    package var usual: Double?
    package var tolerance: Double
    package var present: Double?
    /// Since when there probably is harm, and when that was proven.
    package var since: Timestamp?
    package var provenAt: Timestamp?
    /// nil: trainings have no price.
    package var worth: Worth?
    /// Why a proof asks for no training yet.
    package var objection: String?

    package init(
        operand: String, metric: String, phase: Phase, rows: Int64, missingRows: Int64, windows: Int64,
        through: Timestamp? = nil, evidence: Double, falseAlarmsPerYear: Double, rowsPerFalseAlarm: Double? = nil,
        usual: Double? = nil, tolerance: Double = 0, present: Double? = nil, since: Timestamp? = nil,
        provenAt: Timestamp? = nil, worth: Worth? = nil, objection: String? = nil
    ) {
        self.operand = operand
        self.metric = metric
        self.phase = phase
        self.rows = rows
        self.missingRows = missingRows
        self.windows = windows
        self.through = through
        self.evidence = evidence
        self.falseAlarmsPerYear = falseAlarmsPerYear
        self.rowsPerFalseAlarm = rowsPerFalseAlarm
        self.usual = usual
        self.tolerance = tolerance
        self.present = present
        self.since = since
        self.provenAt = provenAt
        self.worth = worth
        self.objection = objection
    }
}
