import MLOpsCore
import MLOpsSchedule
import MLOpsStatistics

extension HarmTest {
    /// What it says, and whether a training would pay that costs so much.
    func status(cost: Double?) -> HarmStatus {
        var status = HarmStatus(
            phase: .init(detector.phase), rows: Int64(detector.seen), missingRows: Int64(detector.rowsToLearn),
            windows: windows, through: windows > 0 ? Instant(microseconds: through) : nil,
            falseAlarmsPerYear: design.falseAlarmsPerYear, usual: usual, tolerance: tolerance, present: present)
        if windows == 0 { status.missingRows = Int64(design.learningRows) }
        if detector.phase != .learning {
            status.rowsPerFalseAlarm = detector.settings.rowsPerFalseAlarm
            status.evidence = detector.phase == .harmed ? 1 : max(0, min(1, detector.logStatistic / detector.logLevel))
        }
        status.since = proof.map { Instant(microseconds: $0.since) }
        status.provenAt = proof.map { Instant(microseconds: $0.provenAt) }
        if let ledger, let cost { status.worth = .init(ledger.verdict(cost: cost, lives: design.lives)) }
        if detector.phase == .harmed { status.objection = objection(status.worth) }
        return status
    }

    /// The last window that it has taken in; nil: there is none.
    func window(of version: ModelVersionID) -> PerformanceWindow? {
        guard let mark = marks.last, let latest = latest.last else { return nil }
        let rows = Int64(latest.rows)
        return PerformanceWindow(
            start: Instant(microseconds: mark.start), end: Instant(microseconds: through), version: version,
            predictions: max(rows, predictions), labelled: rows, status: .judged, value: last,
            isBreach: detector.phase == .harmed)
    }

    /// Guards come first: they hold whatever a training is worth (STATISTICS 5.8).
    private func objection(_ worth: HarmStatus.Worth?) -> String? {
        switch RetrainGuards().objection(rows: ledger?.sum.rows ?? 0, windows: Int(clamping: windows)) {
        case .rows(let missing):
            return "no training before \(Int64(missing.rounded(.up)).counted("more labelled prediction"))"
        case .cooldown(let windows):
            return "no training before \(Int64(windows).counted("more window")) of this model"
        case nil: return worth.flatMap { $0.isWorthIt ? nil : $0.missing }
        }
    }
}

extension HarmStatus.Phase {
    fileprivate init(_ phase: HarmDetector.Phase) {
        switch phase {
        case .learning: self = .learning
        case .watching: self = .watching
        case .harmed: self = .harmed
        }
    }
}

extension HarmStatus.Worth {
    fileprivate init(_ verdict: RetrainLedger.Verdict) {
        self.init(
            cost: verdict.cost, worth: verdict.worth, lost: verdict.lost, surelyLost: verdict.surelyLost,
            rate: verdict.rate, lasting: verdict.lasting, age: verdict.age)
    }
}
