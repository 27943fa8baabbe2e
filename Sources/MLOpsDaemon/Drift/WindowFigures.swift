import FoundationEssentials
import MLOpsStatistics

/// The statistics of every column in a window, as the record keeps them.
struct WindowFigures: Codable, Hashable {
    struct Column: Codable, Hashable {
        var name: String
        var status: String
        /// The p that counted, and whether it is one among windows of the reference.
        var p: Double?
        var isWindowP: Bool
        var psi: Double?
        var distance: Double?
        var missingShift: Double?
        /// Whether the shift is surely too small to matter.
        var isNegligible: Bool
        /// Evidence of the column over time, as a share of what an alarm needs.
        var strength: Double
    }

    var columns: [Column]
    /// ln M and ln A.
    var logStatistic: Double?
    var logLevel: Double

    init(_ verdict: DriftVerdict, _ reference: ReferenceProfile) {
        logLevel = verdict.logLevel
        logStatistic = verdict.logStatistic.isFinite ? verdict.logStatistic : nil
        columns = zip(reference.columns, verdict.columns).map { column, judged in
            let strength = judged.logStatistic / verdict.logLevel
            return Column(
                name: column.name, status: judged.status.rawValue, p: judged.p, isWindowP: judged.windowP != nil,
                psi: judged.evidence?.stabilityIndex, distance: judged.evidence?.kolmogorovSmirnov?.statistic,
                missingShift: judged.evidence?.missingShift, isNegligible: judged.isNegligible,
                strength: strength.isFinite ? max(0, strength) : 0)
        }
    }

    var json: String {
        // Only numbers that are not finite can fail, and there are none.
        (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
