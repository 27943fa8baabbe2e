import MLOpsControl
import MLOpsCore
import MLOpsSchedule

extension ProbationValue {
    init(_ probation: Probation, _ traffic: TrafficSplit?, now: Moment) {
        let canary = traffic?.canary
        self.init(
            version: probation.deployment.version.description, since: Timestamp(probation.since),
            until: probation.end.map { Timestamp(now.wall + probation.since.remaining(of: $0, at: now)) },
            answers: probation.answered, badAnswers: probation.badCount,
            canaryPercent: canary?.version == probation.deployment.version ? canary?.percent : nil,
            shortfall: probation.shortfall)
    }
}
