import MLOpsCore
import MLOpsSchedule

/// Reads what share of the requests a version on probation gets, alone as `10%` or with what it has to show.
struct CanaryReader {
    /// nil: there is none, or it is wrong.
    let probation: Duration?
    let hasProbation: Bool
    let hasPredictions: Bool

    func read(_ field: Field) -> (percent: Int, trial: Trial)? {
        guard hasProbation else {
            return field.reject("ends with the probation, and there is none", hint: "add probation, for example 24h")
        }
        var trial = Trial(minRequests: hasPredictions ? Trial.usualRequests : 0)
        guard case .mapping = field.node.content else { return field.percent(in: 1...99).map { ($0, trial) } }
        guard let section = Section(field, .canary) else { return nil }
        read(section, into: &trial)
        return section.required("share")?.percent(in: 1...99).map { ($0, trial) }
    }

    private func read(_ section: Section, into trial: inout Trial) {
        for key in section.given(["min_requests", "min_labels"]) where !hasPredictions {
            key.report(
                "needs the predictions, which are counted", hint: "add predictions to the pipeline, or remove it")
        }
        if let requests = section["min_requests"]?.integer(in: 0...Field.largestSize) { trial.minRequests = requests }
        if let labels = section["min_labels"]?.integer(in: 0...Field.largestSize) { trial.minLabels = labels }
        if let policy = section["inconclusive"]?.choice(Trial.Policy.self) { trial.inconclusive = policy }
        guard let field = section["max_time"], let time = field.span(atLeast: .minutes(1), atMost: .days(365)) else {
            return
        }
        if let probation, time < probation {
            field.report("is shorter than the probation, \(TimeSpan.format(probation))", hint: "write at least that")
        }
        trial.maxTime = time
    }
}
