import MLOpsCore
import MLOpsStatistics

/// The sequential test of harm of one deployed version, as it is after some windows (STATISTICS 5.6).
struct HarmTest: Sendable, Equatable {
    /// A row whose label is known.
    struct Row: Equatable {
        var said: Double
        var came: Double
        var score: Double
        /// Of each of many classes, and the place of the one that came true; where the metric follows from these.
        var scores: [Double] = []
        var truth = -1
    }

    private static let yearMicroseconds = 365.2425 * 86_400_000_000
    /// Without another word, and without a price of trainings, so much of what is usually lost is no harm; of a share at
    /// least so much.
    private static let usualTolerance = 0.1
    private static let leastTolerance = 0.01
    /// Of so many of the last windows it is known which rows they held.
    private static let marksKept = 64
    /// Of late is: in so many windows.
    private static let lateWindows = 3
    private static let mostLoss = 1e300

    let design: HarmTestDesign
    var loss: HarmLoss
    var detector: HarmDetector
    /// The windows while it was learnt what is usual.
    var learnt = WindowLoss.none
    /// Their mean losses, each as one.
    var learntMeans = WindowLoss.none
    /// nil: the ledger has it.
    var learntSpread: WindowSpread? = WindowSpread()
    /// nil: it is still learnt what is usual.
    var ledger: RetrainLedger?
    /// The last windows, the oldest first.
    var latest: [WindowLoss] = []
    var marks: [Mark] = []
    var windows: Int64 = 0
    /// The first window's start and the last one's end, in microseconds since 1970.
    var first: Int64 = 0
    var through: Int64 = 0
    /// In the last window.
    var predictions: Int64 = 0
    /// Of the metric, once they are known.
    var usual: Double?
    var tolerance = 0.0
    var proof: Proof?

    /// Where a window began among the rows.
    struct Mark: Hashable, Codable {
        var start: Int64
        var row: Int
    }

    /// A proof that stands.
    struct Proof: Hashable, Codable {
        var since: Int64
        var provenAt: Int64
        /// The losses since the change.
        var rows: Double
        var total: Double
    }

    init(_ design: HarmTestDesign) {
        self.design = design
        loss = HarmLoss(design.metric, at: design.threshold ?? 0.5)
        detector = HarmDetector(
            HarmSettings(source: .reference(rows: design.learningRows), rowsPerFalseAlarm: 1e15))
    }

    /// Takes in the rows of the next window that can be judged, in their order.
    ///
    /// - Parameter predictions: How many the window has, with labels or without.
    mutating func take(_ rows: [Row], of predictions: Int64, from start: Int64, to end: Int64) {
        self.predictions = predictions
        if windows == 0 { begin(rows, start) }
        var losses: [Double] = []
        losses.reserveCapacity(rows.count)
        for row in rows {
            let value =
                row.scores.isEmpty
                ? loss.observe(said: row.said, came: row.came, score: row.score)
                : loss.loss(scores: row.scores, truth: row.truth)
            if let value { losses.append(value) }
        }
        let window = WindowLoss(losses)
        windows += 1
        through = end
        marks = (marks + [Mark(start: start, row: detector.seen)]).suffix(Self.marksKept)
        latest = (latest + [window]).suffix(Self.lateWindows)
        if ledger == nil { learn(from: window) }
        let alarm = detector.observe(contentsOf: losses)
        if ledger == nil, detector.phase != .learning { finishLearning() } else { ledger?.observe(window) }
        note(alarm, window, losses)
    }

    private mutating func begin(_ rows: [Row], _ start: Int64) {
        first = start
        guard design.metric == .f1, design.threshold == nil else { return }
        let hits = rows.count { $0.said == 1 && $0.came == 1 }
        let concerned = rows.reduce(0) { $0 + ($1.said == 1 ? 1 : 0) + ($1.came == 1 ? 1 : 0) }
        if concerned > 0 { loss = HarmLoss(.f1, at: 2 * Double(hits) / Double(concerned)) }
    }

    /// How many rows pass in a year, and what they usually lose, is known the better the more of them there are.
    private mutating func learn(from window: WindowLoss) {
        learnt = learnt + window
        learntSpread?.observe(window)
        if window.rows > 0 { learntMeans = learntMeans + WindowLoss([window.mean]) }
        let time = max(1, Double(through - first))
        let level = learnt.rows / time * Self.yearMicroseconds / design.falseAlarmsPerYear
        var settings = HarmSettings(source: .reference(rows: design.learningRows), rowsPerFalseAlarm: max(2, level))
        if let threshold = design.threshold {
            settings.source = .both(rows: design.learningRows, baseline: loss.meanLoss(at: threshold))
        } else if let usual = loss.value(atMeanLoss: learnt.mean) {
            tolerance = design.tolerance ?? Self.tolerance(of: usual, design)
            settings.tolerance = max(0, loss.length(of: tolerance, at: usual))
        }
        // Bytes that it wrote itself, while what it learns is the same.
        if let restored = try? HarmDetector(encoded: detector.encoded, settings: settings) { detector = restored }
    }

    private static func tolerance(of usual: Double, _ design: HarmTestDesign) -> Double {
        guard !design.isWeighed else { return 0 }
        return design.isHigherBetter
            ? max(leastTolerance, usualTolerance * (1 - usual)) : usualTolerance * usual
    }

    private mutating func finishLearning() {
        // Rows of one window have its weather in common: the means of windows tell how far the mean of all may be off, and how
        // much windows varied before.
        let spread = learntSpread ?? WindowSpread()
        let independent = learnt.rows > 0 ? learnt.variance / learnt.rows * spread.effect.ratio : 0
        let (count, squares) = (learntMeans.rows, learntMeans.squares - learntMeans.total * learntMeans.mean)
        let clustered = count > 1 ? max(0, squares) / (count - 1) / count : 0
        let error = max(independent, clustered).squareRoot()
        ledger = RetrainLedger(baseline: learnt.mean, baselineError: error, learnt: learnt, spread: spread)
        learntSpread = nil
        usual = design.usual ?? detector.baseline.flatMap(loss.value)
        tolerance = design.threshold == nil ? tolerance : design.tolerance ?? 0
    }

    private mutating func note(_ alarm: HarmAlarm?, _ window: WindowLoss, _ losses: [Double]) {
        if let alarm {
            let begin = marks.last { $0.row <= alarm.change } ?? marks.first
            let rest = WindowLoss(losses.dropFirst(max(0, alarm.row + 1 - (detector.seen - losses.count))))
            let rows = Double(alarm.row - alarm.change + 1)
            proof = Proof(
                since: proof?.since ?? begin?.start ?? through, provenAt: proof?.provenAt ?? through,
                rows: rows + rest.rows, total: Self.bounded(alarm.mean * rows + rest.total))
        } else if let known = proof {
            proof?.rows += window.rows
            proof?.total = Self.bounded(known.total + window.total)
        }
        if detector.phase != .harmed { proof = nil }
    }

    /// What is kept has to be a number, whatever was predicted.
    private static func bounded(_ total: Double) -> Double {
        total.isNaN ? 0 : max(-mostLoss, min(mostLoss, total))
    }

    /// The metric since the change, or of late; nil: nothing says.
    var present: Double? {
        if let proof, proof.rows > 0 { return loss.value(atMeanLoss: proof.total / proof.rows) }
        let late = latest.reduce(WindowLoss.none, +)
        return late.rows > 0 ? loss.value(atMeanLoss: late.mean) : nil
    }

    /// The standard error of what is usually lost; nil: that is not known yet.
    var usualError: Double? { ledger?.baselineError }

    /// What the next model's test is told of how windows vary.
    var spread: WindowSpread { (ledger?.spread ?? learntSpread ?? WindowSpread()).passedOn }

    /// The metric of the last window.
    var last: Double? { latest.last.flatMap { $0.rows > 0 ? loss.value(atMeanLoss: $0.mean) : nil } }
}
