extension PredictionService {
    package var status: ServiceStatus {
        let answering = generations.first { $0.number == current && $0.phase == .ready }
        let coming = generations.last { $0.phase == .rehearsing || $0.phase == .starting }
        var goal = answering?.goal ?? coming?.goal
        if case .goal(let wanted) = wish { goal = goal ?? wanted }
        return ServiceStatus(
            state: state(isAnswering: answering != nil, isComing: coming != nil),
            address: goal?.plan.service.address, version: answering?.goal.version, generation: answering?.number,
            since: answering?.since, next: coming?.goal.version, failures: failures, problem: problem)
    }

    private func state(isAnswering: Bool, isComing: Bool) -> ServiceStatus.State {
        if isAnswering { return isComing ? .switching : .serving }
        if failures >= Self.breakerFailures { return .broken }
        if failures > 0 { return .restarting }
        if isComing { return .starting }
        return if case .goal = wish { .starting } else { .stopped }
    }
}
