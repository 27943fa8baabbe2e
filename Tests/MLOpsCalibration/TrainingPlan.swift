/// What trainings cost on average from every state of a world on, if the best is done from there.
///
/// Found from the last window back. Source: R. Bellman, *Dynamic programming*, 1957.
struct TrainingPlan: Sendable {
    /// After a window, with no training under way.
    struct State: Sendable {
        var window: Int
        /// How often the world has jumped.
        var jumps: Int
        /// How often since the model in use was trained.
        var missed = 0
        /// How many windows ago that was.
        var age = 0

        /// One window later.
        func moved(jumps more: Int) -> State {
            State(window: window + 1, jumps: jumps + more, missed: missed + more, age: age + 1)
        }

        /// With a model that was trained just now.
        var trained: State { State(window: window, jumps: jumps) }
    }

    private let world: StaleModels
    private let law: (jump: Double, window: Double)
    private let mostJumps: Int
    // How many ages differ.
    private let ages: Int
    private var best: [Double]

    init(_ world: StaleModels) {
        (self.world, law) = (world, world.law)
        mostJumps = law.jump > 0 ? StaleModels.jumps : 0
        ages = law.window > 0 ? world.windows + 1 : 1
        best = [Double](repeating: 0, count: world.windows * (mostJumps + 1) * (mostJumps + 1) * ages)
        for window in (0..<world.windows).reversed() {
            for jumps in 0...mostJumps {
                for missed in 0...jumps {
                    for age in 0..<min(ages, window + 2) {
                        let state = State(window: window, jumps: jumps, missed: missed, age: age)
                        best[place(state)] = min(costOfWaiting(state), costOfTraining(state))
                    }
                }
            }
        }
    }

    /// Whether it costs less to train now than to wait.
    func isDue(_ state: State) -> Bool { costOfTraining(state) < costOfWaiting(state) }

    /// How often a world has jumped that is there after this window.
    func jumps(at position: Double, window: Int) -> Int {
        law.jump > 0 ? Int(((position - law.window * Double(window + 1)) / law.jump).rounded()) : 0
    }

    private func place(_ state: State) -> Int {
        let counts = (state.window * (mostJumps + 1) + state.jumps) * (mostJumps + 1) + state.missed
        return counts * ages + (ages > 1 ? state.age : 0)
    }

    private func costOfWaiting(_ state: State) -> Double {
        mean(after: state) { jumps in
            let next = state.moved(jumps: jumps)
            return loss(next) + best[place(next)]
        }
    }

    private func costOfTraining(_ state: State) -> Double {
        world.cost + cost(of: state, until: state.trained, left: world.delay)
    }

    // While a training is under way, which is deployed after so many more windows.
    private func cost(of old: State, until new: State, left: Int) -> Double {
        mean(after: old) { jumps in
            let (old, new) = (old.moved(jumps: jumps), new.moved(jumps: jumps))
            return left > 0 ? loss(old) + cost(of: old, until: new, left: left - 1) : loss(new) + best[place(new)]
        }
    }

    // Of the jumps that are left, each is as likely in every window that is left.
    private func mean(after state: State, _ cost: (_ jumps: Int) -> Double) -> Double {
        let left = world.windows - state.window - 1
        guard left > 0 else { return 0 }
        let chance = min(1, Double(mostJumps - state.jumps) / Double(left))
        return (chance < 1 ? (1 - chance) * cost(0) : 0) + (chance > 0 ? chance * cost(1) : 0)
    }

    private func loss(_ state: State) -> Double {
        let position = Double(state.missed) * law.jump + Double(state.age) * law.window
        return (StaleModels.excess(position, 0) + world.meanFlaw) * Double(world.rows)
    }
}
