import MLOpsSchedule

extension HarmStatus {
    /// One sentence.
    func text(of condition: PerformanceCondition, _ version: ModelVersionID) -> String {
        let metric = "\(condition.metric) of \(version)"
        let now = present.map { " is \($0.short)" } ?? " is not known"
        let before = usual.map { " where \($0.short) \(condition.isAbsolute ? "is asked for" : "was usual")" } ?? ""
        switch phase {
        case .learning:
            return
                "what \(metric) usually is shows after \(missingRows.counted("more labelled prediction")); \(rows) are in"
        case .watching:
            return "\(metric)\(now)\(before)\(allowance), evidence of harm is \(percent) % of a proof; "
                + "would fire if it reached 100 %"
        case .harmed:
            let begin = since.map { ", probably since \($0.rfc3339)" } ?? ""
            let proof = "harm is proven at \(falseAlarmsPerYear.short) false alarms a year"
            let weighed = objection ?? worth.map(\.reason)
            return "\(metric)\(now)\(before)\(allowance)\(begin): \(proof)" + (weighed.map { "; \($0)" } ?? "")
        }
    }

    func values(of condition: PerformanceCondition) -> [Explanation.Value] {
        var values: [Explanation.Value] = []
        if let present { values.append(.init(condition.metric, present.short)) }
        if let usual { values.append(.init("usual", usual.short)) }
        if tolerance > 0 { values.append(.init("tolerance", tolerance.short)) }
        values.append(.init("evidence", "\(percent) % of a proof"))
        values.append(.init("rows", "\(rows)"))
        values.append(.init("false_alarms", "\(falseAlarmsPerYear.short)/year"))
        if let rowsPerFalseAlarm {
            values.append(.init("rows_per_false_alarm", "\(rowsPerFalseAlarm.rounded().short)"))
        }
        return values
    }

    func missing(of condition: PerformanceCondition) -> String {
        switch phase {
        case .learning:
            "\(missingRows.counted("more labelled prediction")), to know what \(condition.metric) usually is"
        case .watching: "evidence of harm up to 100 % of a proof"
        case .harmed: objection ?? "nothing"
        }
    }

    /// What is weighed against the price of a training; nil: nothing is.
    func explanation(of subject: String) -> Explanation? {
        guard let worth else { return nil }
        var explanation = Explanation(
            subject: "\(subject) is worth a training", verdict: worth.isWorthIt ? .true : .false, text: worth.text)
        explanation.values = [
            .init("cost", worth.cost.short), .init("worth", worth.worth.short), .init("lost", worth.lost.short),
            .init("surely_lost", worth.surelyLost.short), .init("loss_per_row", worth.rate.short),
        ]
        if let lasting = worth.lasting { explanation.values.append(.init("lasting", lasting.short)) }
        explanation.values.append(.init("age", worth.age.rounded().short))
        if !worth.isWorthIt { explanation.missing = worth.missing }
        return explanation
    }

    private var allowance: String { tolerance > 0 ? " (\(tolerance.short) worse is allowed)" : "" }

    private var percent: Int { Int((max(0, min(1, evidence)) * 100).rounded(.down)) }
}

extension HarmStatus.Worth {
    package var text: String {
        "the model has lost \(lost.tenths) more than when it was new and now loses \(rate.short) more a row\(duration); "
            + "a training is worth \(worth.tenths) and costs \(cost.tenths)"
    }

    /// Whether it is a change or what windows vary by anyway.
    private var duration: String {
        guard let lasting, rate > 0 else { return "" }
        return ", which lasts with a probability of \(Int((max(0, min(1, lasting)) * 100).rounded(.down))) %"
    }

    /// Why a training pays.
    fileprivate var reason: String {
        worth >= cost
            ? "a training is worth \(worth.tenths) and costs \(cost.tenths)"
            : "\(surelyLost.tenths) is surely lost and a training costs \(cost.tenths)"
    }

    package var missing: String {
        "a training is worth \(worth.tenths) and costs \(cost.tenths); it pays when that is \(cost.tenths), or when what is "
            + "surely lost, \(surelyLost.tenths), is"
    }
}

extension PerformanceStatus {
    /// Why what asked for a run asks no more.
    var retraction: String {
        switch state {
        case .met: harm == nil ? "the bound is met again" : "the losses are back"
        case .breached: harm?.objection ?? "it is over its bound"
        case .unknown: "the performance is unknown"
        }
    }
}

extension Double {
    /// One digit after the point.
    fileprivate var tenths: String { magnitude < 1e11 ? ((self * 10).rounded() / 10).short : plainText }
}

extension PerformanceCondition {
    fileprivate var isAbsolute: Bool {
        switch bound {
        case .below, .above: true
        case .tolerance, .usual: false
        }
    }
}
