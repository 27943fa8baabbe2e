import RealModule

/// Hoeffding's bound on the difference of two averages, before and after a moving cut.
///
/// For numbers in [0, 1]; one-sided by default: only an increase is a change. Source: I. Frías-Blanco et al., *Online and
/// non-parametric drift detection methods based on Hoeffding's bounds*, 2015 (HDDM_A); River 0.26.1.
package struct HDDMA: StreamDetector {
    private let driftConfidence: Double
    private let warningConfidence: Double
    private let isTwoSided: Bool
    private var all = RunningMean()
    private var lowest = RunningMean()
    private var highest = RunningMean()
    /// Whether the warning confidence is reached.
    package private(set) var isWarning = false

    package init(driftConfidence: Double = 0.001, warningConfidence: Double = 0.005, isTwoSided: Bool = false) {
        self.driftConfidence = driftConfidence
        self.warningConfidence = warningConfidence
        self.isTwoSided = isTwoSided
    }

    package mutating func update(_ value: Double) -> Bool {
        all.update(value)
        if lowest.count == 0 { lowest = all }
        if highest.count == 0 { highest = all }
        let bound = bound(all.count)
        if lowest.mean + self.bound(lowest.count) >= all.mean + bound { lowest = all }
        if highest.mean - self.bound(highest.count) <= all.mean - bound { highest = all }
        let rise = all.mean - lowest.mean
        let fall = highest.mean - all.mean
        let isDrift =
            exceeds(rise, lowest, driftConfidence) || isTwoSided && exceeds(fall, highest, driftConfidence)
        guard isDrift else {
            isWarning =
                exceeds(rise, lowest, warningConfidence) || isTwoSided && exceeds(fall, highest, warningConfidence)
            return false
        }
        (all, lowest, highest, isWarning) = (RunningMean(), RunningMean(), RunningMean(), false)
        return true
    }

    private func bound(_ count: Double) -> Double {
        (1 / (2 * count) * Double.log(1 / driftConfidence)).squareRoot()
    }

    private func exceeds(_ difference: Double, _ cut: RunningMean, _ confidence: Double) -> Bool {
        guard cut.count != all.count else { return false }
        let weight = (all.count - cut.count) / cut.count * (1 / all.count)
        return difference >= (weight / 2 * Double.log(2 / confidence)).squareRoot()
    }
}
