import MLOpsStatistics
import MLOpsStore

/// Estimates that were made before labels came are held against these, and later ones corrected.
extension EstimateWatch {
    /// A window that was estimated and has labels now; with other labels it is compared again.
    struct Compared: Hashable {
        var start: Int64
        var version: Int64
        var labelled: Int64
    }

    /// What is older than twice the longest memory of a drift says nothing of what is estimated now.
    private static let windowsCompared = 128

    /// - Parameters:
    ///   - mature: Windows whose labels are in, from the earliest on.
    ///   - known: Estimates, also of windows whose labels came since.
    /// - Returns: Whether other labels are in than those that estimates were corrected by.
    func compare(_ mature: [WindowFigure], with known: [WindowFigure], _ learnt: inout Learnt) -> Bool {
        let pairs = pairs(mature, known)
        let compared = pairs.map {
            Compared(start: $0.shown.start, version: $0.shown.version, labelled: $0.shown.labelled)
        }
        guard learnt.compared != compared else { return false }
        var misses: [String: [EstimateMiss]] = [:]
        for (estimated, shown) in pairs { add(estimated, shown, to: &misses) }
        (learnt.compared, learnt.late) = (compared, LateLabels(misses))
        return true
    }

    private func pairs(
        _ mature: [WindowFigure], _ known: [WindowFigure]
    ) -> [(estimated: WindowFigure, shown: WindowFigure)] {
        let places = known.enumerated().map { (Place(start: $1.start, version: $1.version), $0) }
        let index = Dictionary(places, uniquingKeysWith: max)
        let pairs = mature.compactMap { shown in
            index[Place(start: shown.start, version: shown.version)].map { (estimated: known[$0], shown: shown) }
        }
        return Array(pairs.suffix(Self.windowsCompared))
    }

    private struct Place: Hashable {
        var start: Int64
        var version: Int64
    }

    private func add(_ estimated: WindowFigure, _ shown: WindowFigure, to misses: inout [String: [EstimateMiss]]) {
        let estimates = estimated.metrics
        let labelled = Double(shown.labelled) / Double(max(1, shown.predictions))
        for (name, figure) in shown.metrics.sorted(by: { $0.key < $1.key }) {
            guard let value = figure.value, let estimate = estimates[name], let before = estimate.uncorrected,
                let error = estimate.error,
                let miss = EstimateMiss(
                    window: shown.start / predictions.grid.length, estimated: before, error: error, shown: value,
                    labelled: labelled)
            else { continue }
            misses[name, default: []].append(miss)
        }
    }
}
