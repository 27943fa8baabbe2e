import RealModule

/// Watches a stream of losses, larger is worse, for harm: a mean above what was usual, with a declared rate of false alarms.
///
/// Losses may be of any range and distribution; those of a reference tell what is usual. It needs no independent rows: where the
/// reference shows that rows depend on one another, less is concluded from each. Improvement raises no alarm. A reference tells what
/// is usual with an error, of which the rows before a change take some.
package struct HarmDetector: Sendable, Equatable {
    package enum Phase: String, Sendable, Equatable, Codable {
        /// The reference is not complete.
        case learning
        case watching
        /// After an alarm, until the losses are back.
        case harmed
    }

    package let settings: HarmSettings
    package internal(set) var phase = Phase.learning
    /// How many rows it was given.
    package internal(set) var seen = 0
    /// How many of them had no loss.
    package internal(set) var missing = 0
    package internal(set) var alarms = 0
    /// The row at which an improvement since the reference was proven.
    package internal(set) var improvedAt: Int?
    // The reference as far as it is known.
    var sample: [Double] = []
    var learned = 0
    var evidence: HarmEvidence?

    package init(_ settings: HarmSettings) {
        self.settings = settings
        if case .baseline(let mean) = settings.source { watch(LossReference(known: mean)) }
    }

    /// Takes a row; returns an alarm when its loss completes the proof of harm.
    ///
    /// - Parameter loss: NaN where there is none; the row counts, and says nothing. Infinite losses are as bad, or as good, as
    ///   can be.
    package mutating func observe(_ loss: Double) -> HarmAlarm? {
        defer { seen += 1 }
        guard phase != .learning else {
            learn(loss)
            return nil
        }
        guard !loss.isNaN else {
            missing += 1
            evidence?.skip()
            if phase == .harmed { recoverOrRelearn(loss, isBack: false) }
            return nil
        }
        guard let finding = evidence?.observe(loss) else { return nil }
        if finding.isImproved, improvedAt == nil { improvedAt = seen }
        if let change = finding.change { return alarm(change) }
        if phase == .harmed { recoverOrRelearn(loss, isBack: finding.isRecovered) }
        return nil
    }

    /// Takes many rows; returns the first alarm among them.
    package mutating func observe(contentsOf losses: [Double]) -> HarmAlarm? {
        var first: HarmAlarm?
        losses.withUnsafeBufferPointer { losses in
            for start in stride(from: 0, to: losses.count, by: Self.blockRows) {
                let block = UnsafeBufferPointer(rebasing: losses[start..<min(losses.count, start + Self.blockRows)])
                if take(quiet: block) { continue }
                for loss in block {
                    let alarm = observe(loss)
                    first = first ?? alarm
                }
            }
        }
        return first
    }

    private static let blockRows = 128

    private mutating func take(quiet losses: UnsafeBufferPointer<Double>) -> Bool {
        guard phase == .watching, evidence?.take(quiet: losses, isImproved: improvedAt != nil) == true else {
            return false
        }
        seen += losses.count
        return true
    }

    /// The mean loss that is usual; nil before it is known.
    package var baseline: Double? { evidence?.reference.baseline ?? settings.baseline }

    /// ln M, the evidence for harm.
    package var logStatistic: Double {
        evidence.map { Double.log($0.statistic) + logLevel } ?? -.infinity
    }

    /// ln A, at which harm is proven.
    package var logLevel: Double { Double.log(settings.level) }

    /// How many rows the reference still lacks.
    package var rowsToLearn: Int { phase == .learning ? max(1, settings.learningRows - learned) : 0 }

    private mutating func learn(_ loss: Double) {
        if loss.isNaN { missing += 1 }
        keep(loss)
    }

    private mutating func keep(_ loss: Double) {
        learned += 1
        if !loss.isNaN { sample.append(loss) }
        // Of rows without losses more are needed.
        guard learned >= settings.learningRows, sample.count >= HarmSettings.minimumReference else { return }
        watch(LossReference(LossSample(sample), known: settings.baseline))
        sample = []
    }

    private mutating func watch(_ reference: LossReference) {
        evidence = HarmEvidence(reference, settings: settings)
        phase = .watching
    }

    private mutating func alarm(_ change: LossHistory.Change) -> HarmAlarm? {
        guard let evidence else { return nil }
        let alarm = HarmAlarm(
            row: seen, change: seen + 1 - change.age, baseline: evidence.reference.baseline,
            mean: evidence.reference.scale.loss(change.mean), logStatistic: logStatistic)
        alarms += 1
        improvedAt = nil
        phase = .harmed
        learned = 0
        sample = []
        self.evidence?.begin(change)
        return alarm
    }

    // What is back was a false alarm, or is mended; what stays is what is usual now, if the settings say so.
    private mutating func recoverOrRelearn(_ loss: Double, isBack: Bool) {
        if isBack {
            evidence?.reset()
            sample = []
            phase = .watching
        } else if settings.afterAlarm == .relearn, settings.baseline == nil {
            keep(loss)
        }
    }
}
