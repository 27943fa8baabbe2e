import MLOpsStatistics

/// A detector on the losses of a file, which may have to see the first of them before it knows how to hold them.
struct LossWatch: Sendable {
    /// How many alarms are kept; more of them are counted only.
    static let mostAlarms = 10_000

    private let rowsPerFalseAlarm: Double
    private let tolerance: Double
    private let baseline: Double?
    private(set) var detector: HarmDetector?
    private(set) var alarms: [HarmAlarm] = []
    /// Losses that are not in 0...1, though the scale is.
    private(set) var outside = 0
    // Before it is known whether they are in 0...1.
    private var first: [Double] = []

    /// - Parameters:
    ///   - reference: how many rows tell what is usual; nil with a baseline: none, if all losses are in 0...1.
    init(reference: Int?, baseline: Double?, rowsPerFalseAlarm: Double, tolerance: Double) {
        self.rowsPerFalseAlarm = rowsPerFalseAlarm
        self.tolerance = tolerance
        self.baseline = baseline
        switch (reference, baseline) {
        case (nil, _?): break
        case (let rows?, let baseline?): begin(.both(rows: rows, baseline: baseline))
        case (let rows, nil): begin(.reference(rows: rows ?? 1000))
        }
    }

    mutating func add(_ loss: Double) {
        guard detector != nil else {
            first.append(loss)
            if first.count == HarmSettings.scaleRows { decide() }
            return
        }
        observe(loss)
    }

    /// Says that there are no more rows.
    mutating func finish() { if detector == nil { decide() } }

    private mutating func decide() {
        let mean = baseline ?? 0
        let isUnit = first.allSatisfy { $0.isNaN || (0...1).contains($0) } && (0...1).contains(mean)
        begin(isUnit ? .baseline(mean) : .both(rows: HarmSettings.scaleRows, baseline: mean))
        for loss in first { observe(loss) }
        first = []
    }

    private mutating func begin(_ source: HarmSettings.Source) {
        detector = HarmDetector(
            HarmSettings(
                source: source, rowsPerFalseAlarm: rowsPerFalseAlarm, tolerance: tolerance, afterAlarm: .relearn))
    }

    private mutating func observe(_ loss: Double) {
        if case .baseline? = detector?.settings.source, loss < 0 || loss > 1 { outside += 1 }
        guard let alarm = detector?.observe(loss), alarms.count < Self.mostAlarms else { return }
        alarms.append(alarm)
    }
}
