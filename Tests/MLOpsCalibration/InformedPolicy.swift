/// The best that a policy can do which is told all but the future: how the world moves, where it is, and when all ends.
///
/// It needs no losses and proves nothing; only when the world will jump is not known, and how good models will be, which it takes
/// at the mean, as hindsight does. No policy costs less on average, so that what it pays over hindsight is what not knowing the
/// future costs.
package struct InformedPolicy: StaleModels.Policy {
    private let plan: TrainingPlan
    private var now = TrainingPlan.State(window: -1, jumps: 0)
    private var coming: TrainingPlan.State?

    package init(_ world: StaleModels) { plan = TrainingPlan(world) }

    package mutating func deploy(test: [Double]) {
        now = coming ?? now
        coming = nil
    }

    package mutating func peek(position: Double, mean: Double) {
        let jumps = plan.jumps(at: position, window: now.window + 1) - now.jumps
        now = now.moved(jumps: jumps)
        coming = coming?.moved(jumps: jumps)
    }

    package mutating func isDue(_ losses: [Double]) -> Bool {
        guard plan.isDue(now) else { return false }
        coming = now.trained
        return true
    }
}
