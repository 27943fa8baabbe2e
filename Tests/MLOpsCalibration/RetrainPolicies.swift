package import MLOpsStatistics

/// Ours: harm is proven, it is worth the price, and nothing stands against it.
package struct EconomicPolicy: StaleModels.Policy {
    private let cost: Double
    private let rowsPerFalseAlarm: Double
    private let needsProof: Bool
    private let knowsRates: Bool
    // Of the window that is judged next, if it is told.
    private var rate = 0.0
    private var detector: HarmDetector
    private var ledger = RetrainLedger(baseline: 0, baselineError: 0)
    private var windows = 0
    private var lives = ModelLives()
    private let guards = RetrainGuards()

    /// - Parameter knowsRates: whether it is told what a row loses on average, before and in each window.
    package init(
        cost: Double, rowsPerFalseAlarm: Double = 400 * 200 * 10, needsProof: Bool = true, knowsRates: Bool = false
    ) {
        self.cost = cost
        self.rowsPerFalseAlarm = rowsPerFalseAlarm
        self.needsProof = needsProof
        self.knowsRates = knowsRates
        detector = HarmDetector(
            HarmSettings(source: .reference(rows: 2000), rowsPerFalseAlarm: rowsPerFalseAlarm))
    }

    package mutating func deploy(test: [Double]) {
        detector = HarmDetector(
            HarmSettings(source: .reference(rows: test.count), rowsPerFalseAlarm: rowsPerFalseAlarm))
        _ = detector.observe(contentsOf: test)
        let mean = test.reduce(0, +) / Double(test.count)
        let error = (mean * (1 - mean) / Double(test.count)).squareRoot()
        lives.add(ledger.sum.rows)
        ledger = RetrainLedger(
            baseline: knowsRates ? StaleModels.base : mean, baselineError: knowsRates ? 0 : error,
            spread: ledger.spread.passedOn)
        windows = 0
    }

    package mutating func peek(position: Double, mean: Double) { rate = mean }

    package mutating func isDue(_ losses: [Double]) -> Bool {
        if needsProof { _ = detector.observe(contentsOf: losses) }
        let rows = Double(losses.count)
        ledger.observe(
            knowsRates
                ? WindowLoss(rows: rows, total: rows * rate, squares: rows * rate * rate) : WindowLoss(losses))
        windows += 1
        guard !needsProof || detector.phase == .harmed, guards.objection(rows: ledger.sum.rows, windows: windows) == nil
        else { return false }
        return ledger.verdict(cost: cost, lives: lives).isWorthIt
    }
}

/// A training for every alarm of a detector, as soon as it comes.
package struct AlarmPolicy<Detector: StreamDetector>: StaleModels.Policy {
    private let fresh: Detector
    private var detector: Detector

    package init(_ detector: Detector) { (fresh, self.detector) = (detector, detector) }

    package mutating func deploy(test: [Double]) {
        detector = fresh
        for loss in test { _ = detector.update(loss) }
    }

    package mutating func isDue(_ losses: [Double]) -> Bool {
        var isAlarm = false
        for loss in losses where detector.update(loss) { isAlarm = true }
        return isAlarm
    }
}

/// The detector of harm alone: a training for every proof, whatever it is worth.
package struct ProofPolicy: StaleModels.Policy {
    private let rowsPerFalseAlarm: Double
    private var detector: HarmDetector

    package init(rowsPerFalseAlarm: Double = 400 * 200 * 10) {
        self.rowsPerFalseAlarm = rowsPerFalseAlarm
        detector = HarmDetector(HarmSettings(source: .reference(rows: 2000), rowsPerFalseAlarm: rowsPerFalseAlarm))
    }

    package mutating func deploy(test: [Double]) {
        detector = HarmDetector(
            HarmSettings(source: .reference(rows: test.count), rowsPerFalseAlarm: rowsPerFalseAlarm))
        _ = detector.observe(contentsOf: test)
    }

    package mutating func isDue(_ losses: [Double]) -> Bool { detector.observe(contentsOf: losses) != nil }
}

/// A training every so many windows; 0: none ever.
package struct PeriodPolicy: StaleModels.Policy {
    private let period: Int
    private var window = 0

    package init(_ period: Int) { self.period = period }

    package mutating func deploy(test: [Double]) {}

    package mutating func isDue(_ losses: [Double]) -> Bool {
        window += 1
        return period > 0 && window % period == 0
    }
}
