import RealModule

/// Watches windows of data for drift away from a reference, with a declared rate of false alarms.
///
/// Each window gives every column a p-value, a p-value an e-value, and the e-values add up over time and columns until they
/// reach the level that the budget of false alarms sets. See ``ShiryaevRoberts``.
package struct DriftMonitor: Sendable {
    package let reference: ReferenceProfile
    package let settings: DriftSettings
    /// How far apart windows usually are.
    package let baseline: DriftBaseline
    /// All that is to be kept between windows.
    package private(set) var state: DriftState

    /// - Parameter state: what an earlier monitor of the same reference kept; nil to begin.
    package init(
        reference: ReferenceProfile, settings: DriftSettings, baseline: DriftBaseline = .none,
        state: DriftState? = nil
    ) {
        self.reference = reference
        self.settings = settings
        self.baseline = baseline
        let fresh = DriftState(columns: reference.columns.count)
        self.state = state.flatMap { $0.statisticBits.count == reference.columns.count ? $0 : nil } ?? fresh
    }

    /// Judges a window, whose columns must be in the order of the reference, and keeps what it adds to the evidence.
    ///
    /// A column that the window lacks, or has of another kind or on other cells, is `incomparable` and adds no evidence.
    /// - Parameter phase: the window's place in the season; windows of an unknown phase are judged by all.
    package mutating func observe(_ window: WindowProfile, phase: String = "") -> DriftVerdict {
        let phase = baseline.phase(phase)
        let judged = reference.columns.indices.map { index in
            judge(index, index < window.columns.count ? window.columns[index] : nil, phase)
        }
        var detector = ShiryaevRoberts(weights: weights, logStatistics: state.logStatistics)
        detector.observe(judged.map(\.logEvidence))
        let level = settings.budget.logLevel
        let statistic = detector.logStatistic
        let statistics = detector.logStatistics
        let isOver = statistic >= level
        let attributed = isOver ? detector.attributed(logLevel: level) : []
        if isOver { detector.reset(columns: attributed) }
        let isNew = isOver && !state.isSuspect
        state.record(
            detector, isAlarm: isOver, isCalm: statistic < level - Double.log(10),
            calmWindowsNeeded: settings.calmWindows)
        return DriftVerdict(
            columns: zip(judged, statistics).map { $0.column(logStatistic: $1) }, logStatistic: statistic,
            logLevel: level, state: state.isSuspect ? .suspect : .calm, isAlarm: isNew, attributed: attributed,
            isCalibrating: phase.isCalibrating)
    }

    private var weights: [Double] {
        reference.columns.indices.map { $0 < settings.columns.count ? settings.columns[$0].weight : 1 }
    }

    private func judge(_ index: Int, _ current: ColumnProfile?, _ phase: DriftBaseline.Phase) -> Judgement {
        let gate = index < settings.columns.count ? settings.columns[index].gate : EffectGate()
        let null = index < phase.nulls.count ? phase.nulls[index] : nil
        let usable = null.flatMap { $0.isUsable ? $0 : nil }
        let expected = phase.window?.columns[index] ?? reference.columns[index].profile
        guard let current, let compared = ComparedCells.of(expected, current) else {
            return Judgement(status: .incomparable, evidence: nil)
        }
        let evidence = RowEvidence(compared, design: usable == nil ? settings.designEffect : 1)
        let status = ColumnStatus(compared, evidence)
        guard let evidence, status == .compared || status == .allNull else {
            return Judgement(status: status, evidence: evidence)
        }
        let windowP = usable?.p(evidence, compared, current)
        let p = SharedReference(compared, windows: windowP == nil ? nil : usable?.windows)
            .conditional(windowP ?? evidence.p, margin: settings.referenceMargin)
        let isNegligible = gate.surelyFails(evidence)
        let logE = EValue.logarithm(p: p)
        return Judgement(
            status: status, evidence: evidence, windowP: windowP, p: p, isNegligible: isNegligible,
            logEvidence: isNegligible ? min(logE, 0) : logE)
    }

    private struct Judgement {
        let status: ColumnStatus
        let evidence: RowEvidence?
        var windowP: Double?
        var p: Double?
        var isNegligible = false
        var logEvidence: Double?

        func column(logStatistic: Double) -> DriftVerdict.Column {
            DriftVerdict.Column(
                status: status, evidence: evidence, windowP: windowP, p: p, isNegligible: isNegligible,
                logEvidence: logEvidence, logStatistic: logStatistic)
        }
    }
}
