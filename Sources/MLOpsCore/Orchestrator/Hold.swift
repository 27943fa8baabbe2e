import MLOpsSchedule

/// Something that keeps a request from starting.
enum Hold {
    case paused(PipelineState.Pause)
    case broken(PipelineState.Breaker)
    case coolingDown(left: Duration)
    case startedLately(left: Duration)
    case budgetSpent(left: Duration)
    case overlapping(RunID)
    case hostFull(active: Int)

    /// When it ends by itself.
    func end(at now: Moment) -> Instant? {
        switch self {
        case .paused(let pause): pause.until
        case .coolingDown(let left), .startedLately(let left), .budgetSpent(let left): now.wall + left
        case .broken, .overlapping, .hostFull: nil
        }
    }

    func explanation(_ pipeline: PipelineName, _ policy: PolicyDefinition, _ host: HostPolicy, at now: Moment)
        -> Explanation
    {
        Explanation(
            subject: subject, verdict: .false, text: text(policy, host), missing: missing(pipeline), next: end(at: now))
    }

    private var subject: String {
        switch self {
        case .paused: "pause"
        case .broken: "breaker"
        case .coolingDown: "cooldown"
        case .startedLately: "min_start_interval"
        case .budgetSpent: "max_runs_per_day"
        case .overlapping: "overlap"
        case .hostFull: "capacity"
        }
    }

    func text(_ policy: PolicyDefinition, _ host: HostPolicy) -> String {
        switch self {
        case .paused(let pause): "paused by \(pause.by.name)"
        case .broken(let breaker): breaker.reason
        case .coolingDown: "the last successful run ended less than \(policy.cooldown.text) ago"
        case .startedLately: "the last run started less than \(policy.minStartInterval.text) ago"
        case .budgetSpent: "\(policy.maxRunsPerDay) runs started in the last 24 h"
        case .overlapping(let run): "run \(run) is active"
        case .hostFull(let active): "\(active) of \(host.maxRunningRuns) runs of this host are active"
        }
    }

    private func missing(_ pipeline: PipelineName) -> String {
        switch self {
        case .paused: "mlopsctl resume \(pipeline)"
        case .broken: "a change of the definition or code, or mlopsctl run \(pipeline)"
        case .coolingDown, .startedLately, .budgetSpent: "time"
        case .overlapping(let run): "the end of run \(run)"
        case .hostFull: "the end of a run"
        }
    }
}
