/// The drift detection method: alarms when the error rate is three standard deviations above its best.
///
/// For errors as 1 and correct answers as 0. Source: J. Gama et al., *Learning with drift detection*, 2004; River 0.26.1.
package struct DDM: StreamDetector {
    private let warmUp: Double
    private let warningThreshold: Double
    private let driftThreshold: Double
    private var rate = RunningMean()
    private var best = (rate: 0.0, deviation: 0.0, sum: Double.infinity)
    /// Whether the rate is above the warning threshold.
    package private(set) var isWarning = false

    package init(warmUp: Int = 30, warningThreshold: Double = 2, driftThreshold: Double = 3) {
        self.warmUp = Double(warmUp)
        self.warningThreshold = warningThreshold
        self.driftThreshold = driftThreshold
    }

    package mutating func update(_ value: Double) -> Bool {
        rate.update(value)
        let p = rate.mean
        let deviation = max(0, p * (1 - p) / rate.count).squareRoot()
        guard rate.count > warmUp else { return false }
        if p + deviation <= best.sum { best = (p, deviation, p + deviation) }
        isWarning = p + deviation > best.rate + warningThreshold * best.deviation
        guard p + deviation > best.rate + driftThreshold * best.deviation else { return false }
        rate = RunningMean()
        best = (0, 0, .infinity)
        isWarning = false
        return true
    }
}
