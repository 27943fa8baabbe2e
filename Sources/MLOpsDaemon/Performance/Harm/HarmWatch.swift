import MLOpsCore
import MLOpsSchedule
import MLOpsStatistics
import MLOpsStore

/// Keeps the test of harm of one deployment up to the windows that can be judged.
///
/// What it says follows from those windows alone, taken in their order: a window that late labels revise, or that becomes
/// mature after later ones, is taken in again from the last state before it that is kept.
struct HarmWatch {
    /// So many windows are made durable at once.
    private static let windowsAtOnce = 64
    /// Of so many of the last windows all states are kept, and the fewer the older they are.
    private static let statesKept = 16

    let predictions: PredictionsDefinition
    let store: PredictionStore
    let key: HarmTestKey
    let design: HarmTestDesign
    /// Codes of the names of the version.
    let codes: Set<Int64>
    /// Earlier predictions were made when the version was live before.
    let begins: Int64

    /// A plan to bring the test up to date.
    struct Work {
        /// The windows to take in.
        var windows: [EvaluatedWindow]
        /// After which window; nil: from the beginning.
        var base: Int64?
        /// The windows up to there.
        var kept: [TestedWindow]
        /// Whether windows are taken in that were before.
        var repeats: Bool
    }

    /// What is to be done; nil: nothing.
    ///
    /// - Parameter isMature: Whether a window can be judged.
    func work(_ isMature: (EvaluatedWindow) -> Bool) throws -> Work? {
        let first = try store.firstKept() ?? .min
        let known = try testedWindows()
        // What is older is not there any more to be taken in again.
        let forgotten = known.last { $0.start < first }?.start
        let fixed = forgotten.flatMap { last in known.first { $0.keepsState && $0.start >= last }?.start }
        let tested = known.filter { $0.start > fixed ?? .min }
        let wanted = try store.evaluatedWindows(of: codes).filter {
            $0.start > fixed ?? .min && $0.start + predictions.grid.length > begins && isMature($0)
        }
        var same = 0
        while same < min(tested.count, wanted.count), tested[same].start == wanted[same].start,
            tested[same].revision == wanted[same].revision
        { same += 1 }
        if same == tested.count, same == wanted.count { return nil }
        let base = tested[..<same].last { $0.keepsState }?.start ?? fixed
        return Work(
            windows: wanted.filter { $0.start > base ?? .min }, base: base,
            kept: known.filter { $0.start <= base ?? .min }, repeats: same < tested.count)
    }

    /// Does it, as far as it is not stopped; what is done is durable.
    func catchUp(_ work: Work, isStopping: () -> Bool) throws {
        var test = try state(after: work.base)
        var base = work.base
        var kept = work.kept
        var done: [(window: TestedWindow, state: [UInt8])] = []
        func flush() throws {
            let all = kept + done.map(\.window)
            let (forgotten, first) = try outdated(all)
            try store.put(done, of: key, after: base, forgetting: forgotten, before: first)
            kept = all
            base = all.last?.start
            done = []
        }
        for window in work.windows {
            if isStopping() { break }
            test.take(
                try rows(of: window), of: window.predictions, from: window.start,
                to: window.start + predictions.grid.length)
            let tested = TestedWindow(
                start: window.start, revision: window.revision, rows: Int64(test.detector.seen))
            done.append((tested, try test.encoded()))
            if done.count == Self.windowsAtOnce { try flush() }
        }
        try flush()
        if let ledger = test.ledger, test.detector.phase == .harmed {
            try store.note(key, lasted: ledger.sum.rows)
        }
    }

    /// As it is now.
    func current() throws -> HarmTest {
        try state(after: testedWindows().last { $0.keepsState }?.start)
    }

    /// Those that were taken in; none when what came of them was written by another version of the program, so that all
    /// that are there are taken in again.
    private func testedWindows() throws -> [TestedWindow] {
        let windows = try store.testedWindows(of: key)
        guard let last = windows.last(where: \.keepsState)?.start else { return windows }
        guard let encoded = try store.state(of: key, after: last) else { return windows }
        let isReadable = (try? HarmTest(encoded: encoded, design)) != nil  // The error would tell nobody anything.
        return isReadable ? windows : []
    }

    private func state(after start: Int64?) throws -> HarmTest {
        guard let start, let encoded = try store.state(of: key, after: start) else { return try fresh() }
        return try HarmTest(encoded: encoded, design)
    }

    /// Before its first window; how windows vary it is told by the test of the model before.
    private func fresh() throws -> HarmTest {
        var test = HarmTest(design)
        guard let encoded = try store.lastState(before: key) else { return test }
        // What another version of the program wrote tells nothing.
        if let former = try? HarmTest(encoded: encoded, design) { test.learntSpread = former.spread }
        return test
    }

    private func rows(of window: EvaluatedWindow) throws -> [HarmTest.Row] {
        var rows: [HarmTest.Row] = []
        rows.reserveCapacity(Int(clamping: window.labelled))
        let isScored = predictions.task == .multiclass && [.brier, .logLoss].contains(design.metric)
        let classes = isScored ? try store.codes(ofClasses: predictions.scores.map(\.name)) : []
        try store.forEachRow(in: window.start..<window.start + predictions.grid.length) { row in
            guard codes.contains(row.version), row.at >= begins, !row.label.isNaN else { return }
            var new = HarmTest.Row(said: row.said(predictions.task), came: row.label, score: row.score)
            if isScored {
                (new.scores, new.truth) = (row.scores, classes.firstIndex { Double($0) == row.label } ?? -1)
            }
            rows.append(new)
        }
        return rows
    }

    /// States that are not needed any more, and the first window to be kept.
    private func outdated(_ windows: [TestedWindow]) throws -> (states: [Int64], first: Int64?) {
        var states: [Int64] = []
        for (age, window) in windows.reversed().enumerated() where window.keepsState && age >= Self.statesKept {
            var step: Int64 = 2
            while Int(clamping: step) * Self.statesKept <= age { step *= 2 }
            if window.start / predictions.grid.length % step != 0 { states.append(window.start) }
        }
        let forgotten = Set(states)
        let first = try store.firstKept() ?? .min
        let kept = windows.filter { $0.keepsState && !forgotten.contains($0.start) }
        return (states, kept.last { $0.start < first }?.start)
    }
}

extension JoinedRow {
    /// What was predicted; of a score alone, 1 from 0.5 on.
    fileprivate func said(_ task: PredictionsDefinition.ModelTask) -> Double {
        guard task == .binary, prediction.isNaN, !score.isNaN else { return prediction }
        return score >= 0.5 ? 1 : 0
    }
}
